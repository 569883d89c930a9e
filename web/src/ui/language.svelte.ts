// The language of the interface as it is now. It is not the language of the text.

import type { Lang } from "../api/types"
import { directionOf } from "./direction"
import { remember, type UiLang } from "./languages"

export type Load = (lang: UiLang) => Promise<object>

class Language {
  tag = $state.raw<UiLang>("en")
  words = $state.raw<object>({})
  #load: Load | null = null
  #wanted: UiLang | null = null

  /** Before anything is shown. */
  begin(lang: UiLang, words: object, load: Load): void {
    this.#load = load
    this.speak(lang, words)
  }

  /** Fails where the words cannot be fetched: then the language stays. */
  async choose(lang: UiLang): Promise<void> {
    if (this.#load === null) return
    this.#wanted = lang
    const words = await this.#load(lang)
    // Somebody may have chosen again meanwhile.
    if (this.#wanted !== lang) return
    remember(lang)
    this.speak(lang, words)
  }

  speak(lang: UiLang, words: object): void {
    this.tag = lang
    this.words = words
    if (typeof document === "undefined") return
    document.documentElement.lang = lang
    document.documentElement.dir = directionOf(lang as string as Lang)
  }
}

export const language = new Language()
