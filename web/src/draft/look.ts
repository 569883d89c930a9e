// How the wording of a live text is set: brackets, opening words and the signs of notes, as decorations, so that none
// of it is part of the text. The same classes as in static text.

import type { Node } from "prosemirror-model"
import { Plugin } from "prosemirror-state"
import { Decoration, DecorationSet } from "prosemirror-view"

import { findBrackets } from "./brackets"
import { openingLength } from "./pieces"

function decorations(doc: Node, opening: string | null): DecorationSet {
  const text = doc.textBetween(0, doc.content.size, "", "\n")
  // A letter's position in the editor is one more than in the text: the paragraph opens before it.
  const inline = (from: number, to: number, name: string): Decoration =>
    Decoration.inline(from + 1, to + 1, { class: name })
  const brackets = findBrackets(text)
  const openingEnd = openingLength(text, opening)
  return DecorationSet.create(doc, [
    ...brackets.filter(({ depth }) => depth === 0).map(({ from, to }) => inline(from, to, "bracket")),
    ...brackets.flatMap(({ from, to }) => [inline(from, from + 1, "bracket-sign"), inline(to - 1, to, "bracket-sign")]),
    ...(openingEnd > 0 ? [inline(0, openingEnd, "opening")] : []),
  ])
}

export function lookPlugins(opening: string | null): readonly Plugin[] {
  const plugin: Plugin<DecorationSet> = new Plugin<DecorationSet>({
    state: {
      init: (_, { doc }) => decorations(doc, opening),
      apply: (transaction, before) => (transaction.docChanged ? decorations(transaction.doc, opening) : before),
    },
    props: {
      decorations: (state) => plugin.getState(state),
    },
  })
  return [plugin]
}
