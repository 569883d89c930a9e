// A wording cut into runs that are set alike: marks, opening words, brackets. The one rule for static text, in
// whatever place it is shown; the editor draws the same classes as decorations.

import type { ParagraphId, RichText, Span } from "../api/types"
import { findBrackets } from "./brackets"

export interface Piece {
  readonly text: string
  readonly strong: boolean
  readonly em: boolean
  readonly link: string | null
  /** The sign of this note follows the piece. */
  readonly noteAfter: ParagraphId | null
  readonly isOpening: boolean
  readonly bracket: "none" | "inside" | "sign"
}

export const lettersOf = (wording: RichText): string => wording.map(({ text }) => text).join("")

/** Opening words count only where the text still begins with them, behind an opening bracket or not. */
export function openingLength(text: string, opening: string | null): number {
  if (opening === null || opening === "") return 0
  const lead = /^\[*/.exec(text)?.[0].length ?? 0
  return text.startsWith(opening, lead) ? lead + opening.length : 0
}

export function piecesOf(wording: RichText, opening: string | null): readonly Piece[] {
  const text = lettersOf(wording)
  const openingEnd = openingLength(text, opening)
  const cuts = new Set([openingEnd])
  const signs = new Set<number>()
  const brackets = findBrackets(text).filter(({ depth }) => depth === 0)
  for (const { from, to } of findBrackets(text)) {
    for (const sign of [from, to - 1]) signs.add(sign)
    for (const cut of [from, from + 1, to - 1, to]) cuts.add(cut)
  }
  const sorted = [...cuts].sort((a, b) => a - b)

  const pieces: Piece[] = []
  let at = 0
  for (const [index, span] of wording.entries()) {
    const end = at + span.text.length
    const inner = sorted.filter((cut) => cut > at && cut < end)
    for (const [from, to] of pairs([at, ...inner, end])) {
      const isInside = brackets.some((bracket) => from >= bracket.from && to <= bracket.to)
      pieces.push({
        text: text.slice(from, to),
        strong: span.strong === true,
        em: span.em === true,
        link: span.link ?? null,
        noteAfter: to === end ? noteAfter(span, wording[index + 1]) : null,
        isOpening: to <= openingEnd,
        bracket: signs.has(from) && to === from + 1 ? "sign" : isInside ? "inside" : "none",
      })
    }
    at = end
  }
  return pieces
}

/** Neighbouring spans may carry the same note: its sign stands once, after the last. */
function noteAfter(span: Span, next: Span | undefined): ParagraphId | null {
  const note = span.footnote ?? null
  return note !== null && next?.footnote === note ? null : note
}

function pairs(points: readonly number[]): readonly (readonly [number, number])[] {
  return points.slice(1).flatMap((to, index) => {
    const from = points[index]
    return from === undefined || from === to ? [] : [[from, to] as const]
  })
}
