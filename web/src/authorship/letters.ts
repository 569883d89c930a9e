// The letters of a wording on the page, by their place in the text: what is only shown (carets, note signs) counts
// for nothing. Knows neither editor nor framework: static and live texts are the same to it.

const ONLY_SHOWN = ".caret, .note-sign, .ProseMirror-trailingBreak"

interface Piece {
  readonly node: Text
  readonly start: number
}

/** The text nodes that hold letters, and how many letters there are. */
function pieces(body: Element): { readonly pieces: readonly Piece[]; readonly length: number } {
  const found: Piece[] = []
  let length = 0
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) =>
    node instanceof Element && node.matches(ONLY_SHOWN) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  )
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Text) {
      found.push({ node, start: length })
      length += node.data.length
    } else if (node instanceof HTMLBRElement) length += 1
  }
  return { pieces: found, length }
}

export function lettersIn(body: Element): string {
  const { pieces: found, length } = pieces(body)
  let text = ""
  let at = 0
  for (const { node, start } of found) {
    text += "\n".repeat(start - at) + node.data
    at = start + node.data.length
  }
  return text + "\n".repeat(length - at)
}

/** The stretch of the page between two places of the text, one range for each run of letters in the page's tree. */
export function rangesBetween(body: Element, start: number, end: number): readonly StaticRange[] {
  return pieces(body).pieces.flatMap(({ node, start: from }) => {
    const [startOffset, endOffset] = [Math.max(start - from, 0), Math.min(end - from, node.data.length)]
    if (startOffset >= endOffset) return []
    return [new StaticRange({ startContainer: node, startOffset, endContainer: node, endOffset })]
  })
}

/** The place in the text of a place in the page's tree; null outside of letters. */
export function placeOf(body: Element, node: Node, offset: number): number | null {
  const piece = pieces(body).pieces.find((one) => one.node === node)
  return piece === undefined ? null : piece.start + offset
}
