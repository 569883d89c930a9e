// A wording as plain HTML, with the same elements and classes as in the editor, so that mounting moves nothing.

import type { RichText } from "../api/types"
import { piecesOf } from "../draft/pieces"
import type { Span } from "../sync"
import { noteSign } from "./note-sign"

const RIGHT_TO_LEFT = /^(?:ar|fa|he|ps|ur|ug|sd|ckb)(?:-|$)/

/** Of the element around a text, static or editable. A text may begin with a Latin symbol and still be Arabic. */
export function bodyAttributes(lang: string): Record<string, string> {
  return { class: "text-body", lang, dir: RIGHT_TO_LEFT.test(lang) ? "rtl" : "auto" }
}

export interface StaticTextOptions {
  readonly wording: readonly Span[]
  readonly opening: string | null
  readonly noteSign: (footnote: string) => string
}

export function staticText({ wording, opening, noteSign: signOf }: StaticTextOptions): HTMLParagraphElement {
  const paragraph = document.createElement("p")
  for (const piece of piecesOf(wording as RichText, opening)) {
    const classes = [
      ...(piece.isOpening ? ["opening"] : []),
      ...(piece.bracket === "sign" ? ["bracket-sign"] : piece.bracket === "inside" ? ["bracket"] : []),
    ]
    let node: Node = letters(piece.text)
    if (classes.length > 0) node = wrap("span", node, { class: classes.join(" ") })
    if (piece.strong) node = wrap("strong", node)
    if (piece.em) node = wrap("em", node)
    if (piece.link !== null) node = wrap("a", node, { href: piece.link, rel: "noopener noreferrer" })
    paragraph.append(node)
    if (piece.noteAfter !== null) paragraph.append(noteSign(piece.noteAfter, signOf(piece.noteAfter)))
  }
  // An empty paragraph keeps the height of a line, as the editor's does.
  if (paragraph.childNodes.length === 0) paragraph.append(document.createElement("br"))
  return paragraph
}

function letters(text: string): DocumentFragment {
  const fragment = document.createDocumentFragment()
  for (const [index, line] of text.split("\n").entries()) {
    if (index > 0) fragment.append(document.createElement("br"))
    fragment.append(line)
  }
  return fragment
}

function wrap(tag: string, inner: Node, attributes: Readonly<Record<string, string>> = {}): HTMLElement {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(inner)
  return element
}
