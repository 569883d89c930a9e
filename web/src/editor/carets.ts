// The carets and selections of other people, drawn over the text. Their places are Automerge cursors, so that they stay
// with their letters; between two messages they move with the text.

import * as Automerge from "@automerge/automerge/slim"
import type { Node } from "prosemirror-model"
import { Plugin, PluginKey, type Transaction } from "prosemirror-state"
import { Decoration, DecorationSet } from "prosemirror-view"

import { BODY, type Caret, type TextDocument } from "../sync"
import { colourOf } from "./person-colour"

const key = new PluginKey<DecorationSet>("carets")

export function caretDecorations(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, before) => (tr.getMeta(key) as DecorationSet | undefined) ?? before.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => key.getState(state) },
  })
}

/** Puts carets where the document says. The editor must show all of `document`. */
export function placeCarets(tr: Transaction, carets: readonly Caret[], document: Automerge.Doc<TextDocument>): void {
  const decorations = carets.flatMap((caret) => {
    const anchor = positionOf(document, tr.doc, caret.anchor)
    const head = positionOf(document, tr.doc, caret.head)
    return anchor === null || head === null ? [] : draw(caret, anchor, head)
  })
  tr.setMeta(key, DecorationSet.create(tr.doc, decorations))
}

/** Moves the labels of carets on one line apart, so that each can be read. */
export function spreadLabels(editor: HTMLElement): void {
  const labels = [...editor.querySelectorAll<HTMLElement>(".caret-label")]
  if (labels.length < 2) return
  for (const label of labels) label.style.removeProperty("translate")
  const boxes = labels.map((label) => ({ label, box: label.getBoundingClientRect() }))
  boxes.sort((one, other) => one.box.top - other.box.top)
  let free = -Infinity
  for (const { label, box } of boxes) {
    const shift = Math.max(0, free - box.top)
    if (shift > 0) label.style.setProperty("translate", `0 ${shift}px`)
    free = box.bottom + shift + 1
  }
}

/** An editor's position as a cursor. */
export function cursorOf(document: Automerge.Doc<TextDocument>, position: number): Automerge.Cursor {
  return Automerge.getCursor(document, BODY, position - 1)
}

/** Null if the cursor is of letters that have not come yet, or is none at all. */
function positionOf(document: Automerge.Doc<TextDocument>, shown: Node, cursor: string): number | null {
  try {
    const at = Automerge.getCursorPosition(document, BODY, cursor)
    return Math.min(Math.max(at + 1, 1), shown.content.size - 1)
  } catch {
    return null
  }
}

function draw(caret: Caret, anchor: number, head: number): Decoration[] {
  const colour = `caret-person-${colourOf(caret.person)}`
  const widget = Decoration.widget(head, () => flag(caret, colour), {
    side: 10,
    // While key and place are the same, the drawn element stays.
    key: `${caret.peer} ${caret.name}`,
    marks: [],
    ignoreSelection: true,
  })
  if (anchor === head) return [widget]
  const range = { class: `caret-selection ${colour}` }
  return [Decoration.inline(Math.min(anchor, head), Math.max(anchor, head), range), widget]
}

function flag({ name, seat }: Caret, colour: string): HTMLElement {
  const element = document.createElement("span")
  element.className = `caret ${colour}`
  // Read aloud at every move it would drown the text; who is here is said elsewhere on the page.
  element.setAttribute("aria-hidden", "true")
  const label = document.createElement("span")
  label.className = "caret-label"
  if (seat !== null) label.append(part("caret-seat", seat))
  label.append(part("caret-name", name))
  element.append(label)
  return element
}

function part(className: string, words: string): HTMLElement {
  const element = document.createElement("span")
  element.className = className
  element.textContent = words
  return element
}
