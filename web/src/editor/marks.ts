// The marks at the caret, and links asked for by the page.

import type { EditorState, Transaction } from "prosemirror-state"

import { safeHref } from "./clean"
import { schema } from "./schema"
import type { ActiveMarks, LinkRequest } from "./types"

export function activeMarks(state: EditorState): ActiveMarks {
  const { from, to, empty, $from } = state.selection
  const at = state.storedMarks ?? $from.marks()
  const has = (name: "strong" | "em"): boolean =>
    empty ? schema.marks[name].isInSet(at) !== undefined : state.doc.rangeHasMark(from, to, schema.marks[name])
  return { strong: has("strong"), em: has("em"), link: linkAt(state)?.href ?? null }
}

interface LinkRange {
  readonly from: number
  readonly to: number
  readonly href: string
}

/** The whole link that the selection touches. A link is in parts where other marks begin; they count as one. */
function linkAt(state: EditorState): LinkRange | null {
  const links: LinkRange[] = []
  state.doc.descendants((node, at) => {
    const href = schema.marks.link.isInSet(node.marks)?.attrs.href as string | undefined
    if (href === undefined) return
    const last = links.at(-1)
    const follows = last?.to === at && last.href === href
    if (follows) links.pop()
    links.push({ from: follows ? last.from : at, to: at + node.nodeSize, href })
  })
  const { from, to } = state.selection
  return links.find((link) => link.to >= from && link.from <= to) ?? null
}

/** What the page needs to ask for an address. `dispatch` gets the finished transaction. */
export function linkRequest(state: () => EditorState, dispatch: (tr: Transaction) => void): LinkRequest {
  const before = state()
  return {
    current: linkAt(before)?.href ?? null,
    words: before.doc.textBetween(before.selection.from, before.selection.to),
    set(address) {
      // The text may have moved while the page asked.
      const now = state()
      const link = linkAt(now)
      const { from, to } = now.selection.empty && link !== null ? link : now.selection
      const href = address === null ? null : safeHref(address)
      if (address !== null && href === null) return false
      const { tr } = now
      if (href === null) {
        tr.removeMark(link?.from ?? from, link?.to ?? to, schema.marks.link)
      } else if (from === to) {
        tr.insert(from, schema.text(href, [schema.marks.link.create({ href })]))
      } else {
        tr.addMark(from, to, schema.marks.link.create({ href }))
      }
      dispatch(tr)
      return true
    },
  }
}
