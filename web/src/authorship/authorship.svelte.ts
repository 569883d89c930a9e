// Who wrote what, as far as it has been asked for: one answer a text, asked for again when its letters have changed.

import { SvelteMap } from "svelte/reactivity"

import * as client from "../api/client"
import type { Author, Blame } from "../api/blame"
import type { DraftId, Lang, ParagraphId, PersonId } from "../api/types"

/** An author with their share of what is on the page. */
export interface Share {
  readonly author: Author
  readonly letters: number
}

/** A text is asked for this long after the last letter changed. */
const REST_MS = 700

const keyOf = (paragraph: ParagraphId, lang: Lang): string => `${lang} ${paragraph}`

export function shares(blames: Iterable<Blame>): readonly Share[] {
  // Made anew with each answer, never watched.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  const found = new Map<PersonId, { author: Author; letters: number }>()
  for (const { runs } of blames) {
    for (const { by, start, end } of runs) {
      if (by === null) continue
      const known = found.get(by.id) ?? { author: by, letters: 0 }
      found.set(by.id, { ...known, letters: known.letters + end - start })
    }
  }
  return [...found.values()].toSorted((one, other) => other.letters - one.letters)
}

class Authorship {
  /** Whether the page is coloured by author. */
  isShown = $state(false)
  readonly #blames = new SvelteMap<string, Blame>()
  readonly #asked = new Map<string, Promise<void>>()
  readonly #resting = new Map<string, ReturnType<typeof setTimeout>>()

  blame(paragraph: ParagraphId, lang: Lang): Blame | null {
    return this.#blames.get(keyOf(paragraph, lang)) ?? null
  }

  /** In the order in which they came up, which does not change while people write. */
  readonly #known: PersonId[] = []

  /** Whoever wrote most comes first. */
  readonly shares = $derived(shares(this.#blames.values()))

  toggle(): void {
    this.isShown = !this.isShown
  }

  /** Of another draft, or of another language. */
  forget(): void {
    for (const timer of this.#resting.values()) clearTimeout(timer)
    this.#resting.clear()
    this.#blames.clear()
    this.#known.length = 0
  }

  /** What the server knows now, unless it has just been asked. */
  async ask(draft: DraftId, paragraph: ParagraphId, lang: Lang): Promise<void> {
    const key = keyOf(paragraph, lang)
    const under = this.#asked.get(key)
    if (under !== undefined) return under
    const asking = client.blame(draft, paragraph, lang).then((outcome) => {
      this.#asked.delete(key)
      if (!outcome.ok) return
      for (const { by } of outcome.value.runs) if (by !== null && !this.#known.includes(by.id)) this.#known.push(by.id)
      this.#blames.set(key, outcome.value)
    })
    this.#asked.set(key, asking)
    return asking
  }

  /** Asks once the letters have come to rest. */
  askSoon(draft: DraftId, paragraph: ParagraphId, lang: Lang): void {
    const key = keyOf(paragraph, lang)
    clearTimeout(this.#resting.get(key))
    this.#resting.set(
      key,
      setTimeout(() => {
        this.#resting.delete(key)
        void this.ask(draft, paragraph, lang)
      }, REST_MS),
    )
  }

  /** Which kind of line stands for this person: two whose colours are alike are told apart by it. */
  lineOf(person: PersonId): number {
    return Math.max(this.#known.indexOf(person), 0)
  }
}

export const authorship = new Authorship()
