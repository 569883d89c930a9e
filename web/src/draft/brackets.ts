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

/** Letters to be taken out. Offsets are UTF-16, `to` is exclusive. */
export interface Cut {
  readonly from: number
  readonly to: number
}

/** The bracket that one is in, and what settles it. */
export interface Settling {
  /** Between the signs. */
  readonly words: string
  /** How many there are to choose from, this one included. */
  readonly alternatives: number
  /** What goes if these words stay: the signs, and the other alternatives. In order. */
  readonly keep: readonly Cut[]
  /** What goes if these words go. */
  readonly drop: readonly Cut[]
}

/** The innermost bracket around a place; null where there is none. */
export function settlingAt(text: string, offset: number): Settling | null {
  const brackets = findBrackets(text)
  const around = brackets.filter(({ from, to }) => from < offset && offset < to)
  const here = around.toSorted((a, b) => b.depth - a.depth)[0] ?? brackets.find(({ from }) => from === offset)
  if (here === undefined) return null
  const { from, to, group } = here
  const inGroup = brackets.filter((bracket) => bracket.group === group)
  const others = inGroup.filter((bracket) => bracket !== here)
  const signs = [
    { from, to: from + 1 },
    { from: to - 1, to },
  ]
  return {
    words: text.slice(from + 1, to - 1),
    alternatives: inGroup.length,
    keep: [...others, ...signs].map((cut) => ({ from: cut.from, to: cut.to })).toSorted((a, b) => a.from - b.from),
    drop: [others.length > 0 ? { from, to } : withItsSpace(text, { from, to })],
  }
}

/** Words that go take the space before them along, where one would be left too many. */
function withItsSpace(text: string, { from, to }: Cut): Cut {
  const before = text.charAt(from - 1)
  const after = text.charAt(to)
  if (before === " " && (after === "" || /[\s,.;:!?)]/u.test(after))) return { from: from - 1, to }
  if (from === 0 && after === " ") return { from, to: to + 1 }
  return { from, to }
}
