// What a proposal changes, word by word, in any language.

import { diffArrays } from "diff"
import type { Lang } from "../api/types"

export interface Change {
  readonly kind: "kept" | "added" | "removed"
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
