// The page, once its language is there.

import { mount } from "svelte"

import { catalogue } from "../ui/catalogue"
import { language } from "../ui/language.svelte"
import type { UiLang } from "../ui/languages"
import App from "./App.svelte"

export function show(target: HTMLElement, lang: UiLang, words: object): void {
  language.begin(lang, words, catalogue)
  mount(App, { target })
}
