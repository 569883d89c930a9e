// Moving through the draft by key: to the next bracket, to the next paragraph.

import type { ParagraphId } from "../api/types"
import { findBrackets } from "./brackets"
import { liveText } from "./live"
import { nextPlace, type BracketPlace } from "./places"
import type { DraftStore } from "./store.svelte"

/** The bracket that one is at, painted without touching the text. */
const AT_BRACKET = "at-bracket"
/** How far down the screen a reader's eye rests, in pixels. */
const EYE_PX = 140
let lastPlace: BracketPlace | null = null

function scrollTo(row: HTMLElement): void {
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches
  const block = row.offsetHeight < innerHeight / 2 ? "center" : "start"
  row.scrollIntoView({ block, behavior: isCalm ? "auto" : "smooth" })
}

export function goTo(store: DraftStore, id: ParagraphId, offset?: number): void {
  const row = document.getElementById(id)
  if (row === null) return
  store.enter(id)
  scrollTo(row)
  const paragraph = store.paragraph(id)
  const field = liveText(id)
  if (field !== null && paragraph !== null && store.mayEdit && !store.isFrozen(paragraph)) {
    field.focus(offset)
    return
  }
  const words = row.querySelector<HTMLElement>(".wording") ?? row
  words.tabIndex = -1
  words.focus({ preventScroll: true })
}

function bracketPlaces(store: DraftStore): readonly BracketPlace[] {
  return store.register.paragraphs.flatMap((paragraph) => {
    if (store.bracketsIn(paragraph) === 0) return []
    const brackets = findBrackets(store.lettersOf(paragraph))
    return brackets.flatMap(({ from, group }, sign) =>
      brackets.findIndex((other) => other.group === group) === sign ? [{ paragraph: paragraph.id, from, sign }] : [],
    )
  })
}

/** From where the reader is to the next bracket, and on from the other end. */
export function goToBracket(store: DraftStore, step: 1 | -1): void {
  const order = readingOrder()
  const from = lastPlace !== null && lastPlace.paragraph === store.current ? lastPlace : { paragraph: store.current }
  const places = bracketPlaces(store).toSorted(
    (a, b) => order.indexOf(a.paragraph) - order.indexOf(b.paragraph) || a.from - b.from,
  )
  const place = nextPlace(places, order, from, step)
  if (place === null) return
  lastPlace = place
  goTo(store, place.paragraph, place.from + 1)
  paint(place)
}

function paint({ paragraph, sign }: BracketPlace): void {
  if (!("highlights" in CSS)) return
  const signs = [...(document.getElementById(paragraph)?.querySelectorAll(".bracket-sign") ?? [])].filter((element) =>
    element.textContent.startsWith("["),
  )
  const element = signs[sign]
  if (element === undefined) return
  const range = new Range()
  range.selectNodeContents(element)
  CSS.highlights.set(AT_BRACKET, new Highlight(range))
}

/** As on the page: notes stand at the foot of their chapter. */
function readingOrder(): readonly ParagraphId[] {
  return [...document.querySelectorAll(".document .row[id]")].map(({ id }) => id as ParagraphId)
}

function isOnScreen(id: ParagraphId | null): boolean {
  const box = id === null ? undefined : document.getElementById(id)?.getBoundingClientRect()
  return box !== undefined && box.bottom > EYE_PX && box.top < innerHeight
}

function idAtEye(): ParagraphId | null {
  const column = document.querySelector(".document .on-sheet")?.getBoundingClientRect()
  if (column === undefined) return null
  const element = document.elementFromPoint(column.left + column.width / 2, EYE_PX)
  return (element?.closest(".row[id]")?.id ?? null) as ParagraphId | null
}

/** Notes which paragraph is being read. */
export function followScrolling(store: DraftStore): () => void {
  let due = 0
  const look = (): void => {
    due = 0
    const id = isOnScreen(store.current) ? store.current : idAtEye()
    if (id !== null) store.see(id)
  }
  const onScroll = (): void => {
    if (due === 0) due = requestAnimationFrame(look)
  }
  addEventListener("scroll", onScroll, { passive: true })
  return () => {
    removeEventListener("scroll", onScroll)
    cancelAnimationFrame(due)
  }
}

export function goToParagraph(store: DraftStore, step: 1 | -1): void {
  const order = readingOrder()
  const at = store.current === null ? -1 : order.indexOf(store.current)
  const next = order[at === -1 ? 0 : Math.min(Math.max(at + step, 0), order.length - 1)]
  if (next !== undefined) goTo(store, next)
}
