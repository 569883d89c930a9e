// Bracketed wording: where it is in a text. Knows letters only, neither documents nor the screen.

/** A pair of signs and what stands between them. Offsets are UTF-16, `to` is exclusive. */
export interface Bracket {
  readonly from: number
  readonly to: number
  /** 0 for a bracket that stands in no other. */
  readonly depth: number
  /** Brackets that touch, `[three][six]`, are alternatives of one group. */
  readonly group: number
}

const QUOTES: ReadonlyMap<string, string> = new Map([
  ["“", "”"],
  ["«", "»"],
  ["„", "“"],
  ["‹", "›"],
])

/**
 * Where a quotation that opens at `from` ends, or null if it does not end. An opening sign inside it counts,
 * so that a quotation in a quotation does not end the outer one.
 */
function quotationEnd(text: string, from: number): number | null {
  const opening = text.charAt(from)
  const closing = QUOTES.get(opening)
  if (closing === undefined) return null
  let depth = 0
  for (let at = from; at < text.length; at += 1) {
    const sign = text.charAt(at)
    if (sign === opening) depth += 1
    else if (sign === closing) {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return null
}

interface OpenBracket {
  readonly from: number
  readonly depth: number
}

/** Whether every bracket of a quotation closes inside it: then it is quoted, as in “resolution [2019]”. */
function isBalanced(quoted: string): boolean {
  let depth = 0
  for (const sign of quoted) {
    if (sign === "[") depth += 1
    else if (sign === "]") depth -= 1
    if (depth < 0) return false
  }
  return depth === 0
}

/** All brackets of a text, in the order of their opening signs. A sign without its partner is not a bracket. */
export function findBrackets(text: string): readonly Bracket[] {
  const open: OpenBracket[] = []
  const found: { from: number; to: number; depth: number }[] = []
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charAt(at)
    if (sign === "[") open.push({ from: at, depth: open.length })
    else if (sign === "]") {
      const partner = open.pop()
      if (partner !== undefined) found.push({ ...partner, to: at + 1 })
    } else if (QUOTES.has(sign)) {
      const end = quotationEnd(text, at)
      if (end !== null && isBalanced(text.slice(at + 1, end))) at = end
    }
  }
  found.sort((a, b) => a.from - b.from)
  return grouped(found)
}

function grouped(sorted: readonly { from: number; to: number; depth: number }[]): readonly Bracket[] {
  const groupByEnd = new Map<string, number>()
  let groups = 0
  return sorted.map((bracket) => {
    const before = groupByEnd.get(`${String(bracket.depth)}:${String(bracket.from)}`)
    const group = before ?? groups
    if (before === undefined) groups += 1
    groupByEnd.set(`${String(bracket.depth)}:${String(bracket.to)}`, group)
    return { ...bracket, group }
  })
}

/** How many questions are open: alternatives of one group count once. */
export function countBrackets(text: string): number {
  return new Set(findBrackets(text).map((bracket) => bracket.group)).size
}
