// What a proposal changes, word by word, in any language.

import { diffArrays } from "diff"
import type { Lang } from "../api/types"

export interface Change {
  /** `gap` stands for kept words that are left out. */
  readonly kind: "kept" | "added" | "removed" | "gap"
  readonly text: string
}

/** Beyond this the two texts have so little in common that one is shown in place of the other. */
const EDIT_LENGTH_MAX = 1_000

/** Words as the language cuts them: Chinese has no spaces to cut at. */
function words(text: string, lang: Lang): string[] {
  return Array.from(new Intl.Segmenter(lang, { granularity: "word" }).segment(text), ({ segment }) => segment)
}

export function wordDiff(before: string, after: string, lang: Lang): readonly Change[] {
  const parts = diffArrays(words(before, lang), words(after, lang), { maxEditLength: EDIT_LENGTH_MAX })
  const changes: readonly Change[] = parts?.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "kept",
    text: value.join(""),
  })) ?? [
    { kind: "removed", text: before },
    { kind: "added", text: after },
  ]
  return changes.filter(({ text }) => text !== "")
}

/** How much of what is kept stands around a change, in characters. */
const CONTEXT_LENGTH = 48

function lastWords(text: string): string {
  const cut = text.slice(-CONTEXT_LENGTH)
  return cut.slice(cut.search(/\s/) + 1)
}

function firstWords(text: string): string {
  const cut = text.slice(0, CONTEXT_LENGTH)
  const end = cut.search(/\s\S*$/)
  return end === -1 ? cut : cut.slice(0, end)
}

/** The changes with a few words around them: what a margin has room for. */
export function abridged(changes: readonly Change[]): readonly Change[] {
  const gap: Change = { kind: "gap", text: "" }
  return changes.flatMap((change, at) => {
    const isFirst = at === 0
    const isLast = at === changes.length - 1
    const sides = isFirst || isLast ? 1 : 2
    if (change.kind !== "kept" || (isFirst && isLast) || change.text.length <= CONTEXT_LENGTH * (sides + 1))
      return [change]
    const before: readonly Change[] = isFirst ? [] : [{ kind: "kept", text: firstWords(change.text) }]
    const after: readonly Change[] = isLast ? [] : [{ kind: "kept", text: lastWords(change.text) }]
    return [...before, gap, ...after]
  })
}
