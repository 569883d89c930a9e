// The wording of a text: runs of letters with their marks, as the API and the model have it.

import * as Automerge from "@automerge/automerge/slim"

import type { TextDocument } from "./types"

/** A run of letters with the same marks. `\n` is a line break within the paragraph. */
export interface Span {
  readonly text: string
  readonly strong?: boolean
  readonly em?: boolean
  /** Where a link points: `http:`, `https:` or `mailto:`. */
  readonly link?: string
  /** The id of the footnote whose sign follows this run. */
  readonly footnote?: string
}

/** Where the running text is in a text's document. */
export const BODY: Automerge.Prop[] = ["body"]

/** The wording of a document. Marks of unknown name or shape are left out, as the server does. */
export function readWording(document: Automerge.Doc<TextDocument>): readonly Span[] {
  if (typeof document.body !== "string") return []
  const spans: Span[] = []
  for (const span of Automerge.spans(document, BODY)) {
    if (span.type === "text") spans.push({ text: span.value, ...readMarks(span.marks ?? {}) })
  }
  return spans
}

function readMarks(marks: Automerge.MarkSet): Omit<Span, "text"> {
  return {
    ...(marks.strong === true && { strong: true }),
    ...(marks.em === true && { em: true }),
    ...(typeof marks.link === "string" && { link: marks.link }),
    ...(typeof marks.footnote === "string" && { footnote: marks.footnote }),
  }
}
