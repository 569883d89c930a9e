// The coloured view: letters get a wash in their author's colour and a line under them in the author's kind, painted
// by the browser over the page's tree, so that neither the editor nor its undo know of it.

import type { Run } from "../api/blame"
import type { PersonId } from "../api/types"
import { colourOf } from "../editor/person-colour"
import { rangesBetween } from "./letters"

/** Solid, dotted, dashed, wavy, double. */
export const LINES = 5

export interface Painted {
  readonly body: Element
  readonly runs: readonly Run[]
}

export const canPaint = (): boolean => "highlights" in CSS

export function paint(texts: readonly Painted[], lineOf: (person: PersonId) => number): void {
  if (!canPaint()) return
  wipe()
  const highlights = new Map<string, Highlight>()
  const add = (name: string, range: StaticRange): void => {
    const highlight = highlights.get(name) ?? new Highlight()
    highlight.add(range)
    highlights.set(name, highlight)
  }
  for (const { body, runs } of texts) {
    for (const { by, start, end } of runs) {
      if (by === null) continue
      for (const range of rangesBetween(body, start, end)) {
        add(`author-${colourOf(by.id)}`, range)
        add(`author-line-${lineOf(by.id) % LINES}`, range)
      }
    }
  }
  for (const [name, highlight] of highlights) CSS.highlights.set(name, highlight)
}

export function wipe(): void {
  if (!canPaint()) return
  for (const name of [...CSS.highlights.keys()]) if (name.startsWith("author-")) CSS.highlights.delete(name)
}
