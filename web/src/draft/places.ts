// Which bracket comes next. Pure: places in, a place out.

import type { ParagraphId } from "../api/types"

/** The first sign of a group of brackets. */
export interface BracketPlace {
  readonly paragraph: ParagraphId
  /** Where in the text, in UTF-16. */
  readonly from: number
  /** Which of the opening signs in this paragraph it is. */
  readonly sign: number
}

/** Where the reader is: at a bracket gone to before, or only in a paragraph. */
export type Standpoint = BracketPlace | { readonly paragraph: ParagraphId | null }

/** On from the last to the first, and back. `order` is the paragraphs' reading order. */
export function nextPlace(
  places: readonly BracketPlace[],
  order: readonly ParagraphId[],
  from: Standpoint,
  step: 1 | -1,
): BracketPlace | null {
  const paragraphAt = from.paragraph === null ? -1 : order.indexOf(from.paragraph)
  // Entered from above, a paragraph's own brackets come next; from below, they come before.
  const letterAt = "from" in from ? from.from : -1
  const isBeyond = (place: BracketPlace): boolean => {
    const at = order.indexOf(place.paragraph)
    const difference = at === paragraphAt ? place.from - letterAt : at - paragraphAt
    return step === 1 ? difference > 0 : difference < 0
  }
  const found = step === 1 ? places.find(isBeyond) : places.findLast(isBeyond)
  return found ?? places.at(step === 1 ? 0 : -1) ?? null
}
