// What letters mean, drawn without touching them: brackets, opening words, footnote signs.

import type { Node } from "prosemirror-model"
import { Plugin, PluginKey, type Transaction } from "prosemirror-state"
import { Decoration, DecorationSet } from "prosemirror-view"

import { findBrackets } from "../draft/brackets"
import { openingLength } from "../draft/pieces"
import { noteSign } from "./note-sign"
import { lettersOf, schema } from "./schema"

export interface LetterDecorationOptions {
  readonly opening: () => string | null
  readonly noteSign: (footnote: string) => string
}

const key = new PluginKey<DecorationSet>("letters")

export function letterDecorations(options: LetterDecorationOptions): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, state) => decorate(state.doc, options),
      apply: (tr, before) =>
        tr.docChanged || tr.getMeta(key) !== undefined ? decorate(tr.doc, options) : before.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => key.getState(state) },
  })
}

/** Asks for the decorations to be drawn anew: opening words or footnote signs have changed. */
export function redraw(tr: Transaction): Transaction {
  return tr.setMeta(key, true)
}

function decorate(document: Node, options: LetterDecorationOptions): DecorationSet {
  const letters = lettersOf(document)
  return DecorationSet.create(document, [
    ...brackets(letters),
    ...opening(letters, options.opening()),
    ...noteSigns(document, options.noteSign),
  ])
}

function brackets(letters: string): Decoration[] {
  return findBrackets(letters).flatMap(({ from, to, group, depth }) => {
    const inside = { class: `bracket bracket-depth-${Math.min(depth, 3)}`, "data-group": String(group) }
    return [
      Decoration.inline(from + 1, to + 1, inside),
      Decoration.inline(from + 1, from + 2, { class: "bracket-sign" }),
      Decoration.inline(to, to + 1, { class: "bracket-sign" }),
    ]
  })
}

function opening(letters: string, words: string | null): Decoration[] {
  const length = openingLength(letters, words)
  return length > 0 ? [Decoration.inline(1, length + 1, { class: "opening" })] : []
}

function noteSigns(document: Node, signOf: (footnote: string) => string): Decoration[] {
  const ends = new Map<string, number>()
  document.descendants((node, at) => {
    const mark = schema.marks.footnote.isInSet(node.marks)
    if (mark !== undefined) ends.set(mark.attrs.id as string, at + node.nodeSize)
  })
  return [...ends].map(([footnote, end]) => {
    const sign = signOf(footnote)
    const draw = (): HTMLElement => noteSign(footnote, sign)
    return Decoration.widget(end, draw, { side: -1, key: `${footnote} ${sign}`, marks: [], ignoreSelection: true })
  })
}
