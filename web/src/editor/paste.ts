// What is pasted or dropped, reduced to what a text can hold: letters, line breaks, bold, italic, links.

import { DOMParser, Fragment, Slice, type Mark, type Node as EditorNode } from "prosemirror-model"

import { cleanLetters, safeHref } from "./clean"
import { inlineOf, schema } from "./schema"

/** Elements whose letters are no words of the text. */
const SILENT = new Set(["SCRIPT", "STYLE", "HEAD", "TITLE", "TEMPLATE", "NOSCRIPT", "SUP"])
const BLOCK =
  /^(?:ADDRESS|ARTICLE|ASIDE|BLOCKQUOTE|DD|DIV|DL|DT|FIGURE|FOOTER|H[1-6]|HEADER|HR|LI|MAIN|OL|P|PRE|SECTION|TABLE|TR|UL)$/

interface Run {
  readonly letters: string
  readonly marks: readonly Mark[]
}

/** Reads pasted HTML. The editor hands it a tree that runs no scripts and loads nothing. */
class PasteParser extends DOMParser {
  override parseSlice(dom: globalThis.Node): Slice {
    const runs: Run[] = []
    walk(dom, [], runs)
    return sliceOf(tidy(runs))
  }
}

export const pasteParser: DOMParser = new PasteParser(schema, [])

/** Plain text: an empty line is a break, a single line end is where somebody's screen was full. */
export function pasteText(text: string): Slice {
  const letters = cleanLetters(text)
    .replace(/[^\S\n]*\n(?:[^\S\n]*\n)+[^\S\n]*/g, "\u2029")
    .replace(/[^\S\n\u2029]*\n[^\S\n\u2029]*/g, " ")
    .replaceAll("\u2029", "\n")
  return sliceOf([{ letters, marks: [] }])
}

function walk(node: globalThis.Node, marks: readonly Mark[], runs: Run[]): void {
  if (node.nodeType === 3) {
    runs.push({ letters: cleanLetters(node.nodeValue ?? "").replace(/\s+/g, (blank) => collapse(blank)), marks })
    return
  }
  if (isElement(node)) {
    if (SILENT.has(node.tagName)) return
    if (node.tagName === "BR") {
      runs.push({ letters: "\n", marks })
      return
    }
  }
  const isBlock = isElement(node) && BLOCK.test(node.tagName)
  const inner = isElement(node) ? withMark(node, marks) : marks
  if (isBlock) runs.push({ letters: "\u2029", marks: [] })
  for (const child of node.childNodes) walk(child, inner, runs)
  if (isBlock) runs.push({ letters: "\u2029", marks: [] })
}

/** A no-break space between words stays; other white space is one space in HTML. */
function collapse(blank: string): string {
  return blank.includes("\u00a0") && blank.length === 1 ? blank : " "
}

function isElement(node: globalThis.Node): node is HTMLElement {
  return node.nodeType === 1
}

function withMark(element: HTMLElement, marks: readonly Mark[]): readonly Mark[] {
  let set = marks
  const { fontWeight, fontStyle } = element.style
  const isStrong = /^(?:STRONG|B)$/.test(element.tagName) && !/^(?:normal|400)$/.test(fontWeight)
  const isEm = /^(?:EM|I)$/.test(element.tagName) && fontStyle !== "normal"
  if (isStrong || /^(?:bold|[6-9]00)/.test(fontWeight)) set = schema.marks.strong.create().addToSet(set)
  if (isEm || fontStyle === "italic") set = schema.marks.em.create().addToSet(set)
  const href = element.tagName === "A" ? element.getAttribute("href") : null
  const safe = href === null ? null : safeHref(href)
  // A relative address leads into the page it was copied from, not anywhere from here.
  if (safe !== null && href !== null && /^[a-z]+:/i.test(href)) {
    set = schema.marks.link.create({ href: safe }).addToSet(set)
  }
  return set
}

/** Block ends become one line break between words, none at the ends; no two spaces meet. */
function tidy(runs: readonly Run[]): readonly Run[] {
  const kept: Run[] = []
  let isBreakDue = false
  let last = ""
  for (const { letters, marks } of runs) {
    for (const part of letters.split(/(\u2029|\n)/)) {
      if (part === "") continue
      if (part === "\u2029") {
        isBreakDue ||= last !== ""
        continue
      }
      const atStart = last === "" || last === "\n" || isBreakDue
      const words = part === "\n" ? part : atStart || last.endsWith(" ") ? part.replace(/^ /, "") : part
      if (words === "") continue
      if (isBreakDue) kept.push({ letters: "\n", marks: [] })
      isBreakDue = false
      kept.push({ letters: words, marks })
      last = words
    }
  }
  return kept
}

function sliceOf(runs: readonly Run[]): Slice {
  const nodes: EditorNode[] = runs.flatMap(({ letters, marks }) => inlineOf(letters, marks))
  return new Slice(Fragment.fromArray(nodes), 0, 0)
}
