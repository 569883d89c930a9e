// Moving through the draft by key: to the next bracket, to the next paragraph.

import type { ParagraphId } from "../api/types"
import type { DraftStore } from "./store.svelte"

function rowOf(id: ParagraphId): HTMLElement | null {
  return document.getElementById(id)
}

export function goTo(store: DraftStore, id: ParagraphId): void {
  const row = rowOf(id)
  if (row === null) return
  store.current = id
  row.scrollIntoView({ block: "nearest", behavior: "smooth" })
  const target = row.querySelector<HTMLElement>("[contenteditable=true], .wording") ?? row
  if (target.tabIndex < 0 && !target.isContentEditable) target.tabIndex = -1
  target.focus({ preventScroll: true })
}

/** The first signs of groups, in reading order, as they stand on screen. */
function bracketSigns(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".document .bracket-sign")].filter(
    (sign) => sign.textContent.startsWith("[") && sign.closest("[data-kind=footnote]") === null,
  )
}

/** From where the reader is to the next bracket, and on from the other end. */
export function goToBracket(store: DraftStore, step: 1 | -1): void {
  const signs = bracketSigns()
  if (signs.length === 0) return
  const at = signs.findIndex((sign) => sign.classList.contains("at"))
  const next = at === -1 ? firstAfter(signs, store.current, step) : (at + step + signs.length) % signs.length
  signs[at]?.classList.remove("at")
  const sign = signs[next]
  if (sign === undefined) return
  const row = sign.closest<HTMLElement>(".row")
  if (row !== null) goTo(store, row.id as ParagraphId)
  sign.classList.add("at")
  sign.scrollIntoView({ block: "center", behavior: "smooth" })
}

function firstAfter(signs: readonly HTMLElement[], current: ParagraphId | null, step: 1 | -1): number {
  const row = current === null ? null : rowOf(current)
  if (row === null) return step === 1 ? 0 : signs.length - 1
  const isPast = (sign: HTMLElement): boolean => {
    const order = row.compareDocumentPosition(sign)
    return (order & (step === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING)) !== 0
  }
  const found = step === 1 ? signs.findIndex(isPast) : signs.findLastIndex(isPast)
  return found === -1 ? (step === 1 ? 0 : signs.length - 1) : found
}

export function goToParagraph(store: DraftStore, step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>(".document .row[id]")]
  const at = rows.findIndex(({ id }) => id === store.current)
  const next = rows[at === -1 ? 0 : Math.min(Math.max(at + step, 0), rows.length - 1)]
  if (next !== undefined) goTo(store, next.id as ParagraphId)
}
