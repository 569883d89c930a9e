// Where a file's wording differs from what was frozen. That it differs at all is known from the file's hash; this says
// in which text.

import { sha256Hex, textOf, type Given } from "./bytes"
import type { Json } from "./canonical"
import { right, wrong, type Finding, type Place } from "./finding"
import type { StatedText, Statement } from "./statement"

/** The file with every text's wording, and the one for programs. */
export const SNAPSHOT = "snapshot.json"
export const DRAFT_JSON = "draft.json"
/** As deep as any file of ours goes, and some. */
const DEPTH_MAX = 64

/** All wordings in what is JSON, by their hash, whatever else is in it: a hash proves the wording it belongs to. */
export function wordingsIn(files: readonly Given[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const take = (words: string): void => {
    found.set(sha256Hex(words), words)
  }
  const walk = (value: Json, depth: number): void => {
    if (typeof value === "string") take(value)
    else if (typeof value === "object" && value !== null && depth < DEPTH_MAX) {
      const words = spansText(value)
      if (words !== null) take(words)
      for (const inner of Object.values<Json>(value)) walk(inner, depth + 1)
    }
  }
  for (const file of files) if (file.name.endsWith(".json")) walk(jsonOf(file), 0)
  return found
}

/** Every frozen text is in the snapshot, letter by letter. */
export function checkSnapshot(file: Given, { texts }: Statement, known: ReadonlyMap<string, string>): Finding {
  const snapshot = field(jsonOf(file), "texts")
  if (typeof snapshot !== "object" || snapshot === null) return wrong(file.name, { kind: "unreadable" })
  const found = (text: StatedText): string | null =>
    spansText(field(field(field(snapshot, text.paragraph), text.lang), "content"))
  const others = texts.filter((text) => {
    const words = found(text)
    return words === null || sha256Hex(words) !== text.sha256
  })
  return difference(file.name, others, found, known) ?? right(file.name, { kind: "wordings", texts: texts.length })
}

/** The texts that stand otherwise under their paragraph in the draft's JSON; none where it was altered elsewhere. */
export function differenceOfDraft(file: Given, { texts }: Statement, known: ReadonlyMap<string, string>): Finding[] {
  const json = jsonOf(file)
  if (json === null) return []
  const original = field(json, "original_language")
  const anywhere = wordingsIn([file])
  const found = (text: StatedText): string | null => draftWording(json, text, original)
  const others = texts.filter((text) => {
    const words = found(text)
    return words === null ? !anywhere.has(text.sha256) : sha256Hex(words) !== text.sha256
  })
  const finding = difference(file.name, others, found, known)
  return finding === null ? [] : [finding]
}

function difference(
  file: string,
  others: readonly StatedText[],
  found: (text: StatedText) => string | null,
  known: ReadonlyMap<string, string>,
): Finding | null {
  const first = others[0]
  if (first === undefined) return null
  const { paragraph, lang, sha256 } = first
  const place: Place = { paragraph, lang, frozen: known.get(sha256) ?? null, found: found(first) }
  return wrong(file, { kind: "otherWording", place, more: others.length - 1 })
}

/** What stands in the draft's JSON under a paragraph's own id. Parts and headings have none there. */
function draftWording(value: Json, text: StatedText, original: Json, depth = 0): string | null {
  const { paragraph, lang } = text
  if (typeof value !== "object" || value === null || depth > DEPTH_MAX) return null
  if (field(value, "id") === paragraph && field(value, "language_variants") !== null) {
    const words = lang === original ? field(value, "text") : field(field(value, "language_variants"), lang)
    return typeof words === "string" ? words : null
  }
  for (const inner of Object.values<Json>(value)) {
    const words = draftWording(inner, text, original, depth + 1)
    if (words !== null) return words
  }
  return null
}

function jsonOf({ bytes }: Given): Json {
  try {
    return JSON.parse(textOf(bytes) ?? "null") as Json
  } catch {
    return null
  }
}

function field(value: Json, name: string): Json {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return null
  return (value as Readonly<Record<string, Json>>)[name] ?? null
}

/** The letters of a run of spans. */
function spansText(value: Json): string | null {
  if (!Array.isArray(value)) return null
  const texts = value.map((span) => field(span as Json, "text"))
  return texts.every((text) => typeof text === "string") ? texts.join("") : null
}
