// The schema of a text: one paragraph of letters and line breaks, with four marks. Position p in the editor is letter
// p - 1 of the text: a line break is one position here and one `\n` there.

import { Fragment, Mark, Schema, type MarkSpec, type Node } from "prosemirror-model"

import type { Span } from "../sync"

const strong: MarkSpec = { toDOM: () => ["strong", 0], parseDOM: [{ tag: "strong" }, { tag: "b" }] }
const em: MarkSpec = { toDOM: () => ["em", 0], parseDOM: [{ tag: "em" }, { tag: "i" }] }
const link: MarkSpec = {
  attrs: { href: { validate: "string" } },
  inclusive: false,
  toDOM: (mark) => ["a", { href: mark.attrs.href as string, rel: "noopener noreferrer" }, 0],
}
const footnote: MarkSpec = {
  attrs: { id: { validate: "string" } },
  inclusive: false,
  toDOM: (mark) => ["span", { "data-footnote": mark.attrs.id as string }, 0],
}

export const schema = new Schema({
  nodes: {
    doc: { content: "paragraph" },
    paragraph: { content: "inline*", toDOM: () => ["p", 0], parseDOM: [{ tag: "p" }] },
    text: { group: "inline" },
    line_break: {
      inline: true,
      group: "inline",
      selectable: false,
      linebreakReplacement: true,
      toDOM: () => ["br"],
      parseDOM: [{ tag: "br" }],
      leafText: () => "\n",
    },
  },
  marks: { link, footnote, em, strong },
})

export type MarkName = "strong" | "em" | "link" | "footnote"

/** The value a mark has in Automerge. */
export function markValue(mark: Mark): true | string {
  if (mark.type === schema.marks.link) return mark.attrs.href as string
  if (mark.type === schema.marks.footnote) return mark.attrs.id as string
  return true
}

/** How a mark grows: words typed after bold words are bold, words after a link are not part of it. */
export function expansion(name: string): "after" | "none" {
  return name === "strong" || name === "em" ? "after" : "none"
}

/** A mark of this name and Automerge value; null if they make none. */
export function markOf(name: string, value: unknown): Mark | null {
  if ((name === "strong" || name === "em") && value === true) return schema.marks[name].create()
  if (typeof value !== "string") return null
  if (name === "link") return schema.marks.link.create({ href: value })
  if (name === "footnote") return schema.marks.footnote.create({ id: value })
  return null
}

export function marksOf(values: Readonly<Record<string, unknown>>): readonly Mark[] {
  return Mark.setFrom(Object.entries(values).flatMap(([name, value]) => markOf(name, value) ?? []))
}

/** Letters as inline nodes. */
export function inlineOf(letters: string, marks: readonly Mark[]): Node[] {
  return letters
    .split("\n")
    .flatMap((line, index) => [
      ...(index > 0 ? [schema.nodes.line_break.create(null, null, marks)] : []),
      ...(line !== "" ? [schema.text(line, marks)] : []),
    ])
}

/** A wording as a document. */
export function documentOf(wording: readonly Span[]): Node {
  const inline = wording.flatMap(({ text, ...marks }) => inlineOf(text, marksOf(marks)))
  return schema.node("doc", null, [schema.node("paragraph", null, Fragment.from(inline))])
}

/** A document's letters. */
export function lettersOf(document: Node): string {
  return document.textBetween(0, document.content.size)
}
