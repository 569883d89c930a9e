// From the page's rows to texts: which paragraph, which language, which letters.

import type { Run } from "../api/blame"
import type { Lang, ParagraphId } from "../api/types"
import type { DraftStore } from "../draft/store.svelte"
import { aligned, runAt } from "./align"
import { authorship } from "./authorship.svelte"
import { lettersIn, placeOf } from "./letters"

export interface TextOnPage {
  readonly paragraph: ParagraphId
  readonly lang: Lang
  readonly body: Element
}

export const rowsOnPage = (): readonly HTMLElement[] => [
  ...document.querySelectorAll<HTMLElement>(".document .row[id]"),
]

export function textOf(store: DraftStore, row: Element): TextOnPage | null {
  const paragraph = store.paragraph(row.id as ParagraphId)
  const shown = paragraph === null ? null : store.shown(paragraph)
  const body = row.querySelector(".wording .text-body, .wording .static")
  return paragraph === null || shown === null || body === null
    ? null
    : { paragraph: paragraph.id, lang: shown.lang, body }
}

/** The runs as they lie over the letters now; empty until the server has been asked. */
export function runsOf({ paragraph, lang, body }: TextOnPage): readonly Run[] {
  const blame = authorship.blame(paragraph, lang)
  return blame === null ? [] : aligned(blame, lettersIn(body))
}

export interface LetterOnPage {
  readonly text: TextOnPage
  readonly place: number
}

/** The letter at a place in the page's tree. */
export function letterAt(store: DraftStore, node: Node, offset: number): LetterOnPage | null {
  const row = (node instanceof Element ? node : node.parentElement)?.closest(".document .row[id]")
  const text = row === null || row === undefined ? null : textOf(store, row)
  const place = text?.body.contains(node) === true ? placeOf(text.body, node, offset) : null
  return text === null || place === null ? null : { text, place }
}

/** The letter under a point of the screen. */
export function letterUnder(store: DraftStore, x: number, y: number): LetterOnPage | null {
  const caret = document.caretPositionFromPoint(x, y)
  if (caret === null || !(caret.offsetNode instanceof Text)) return null
  // The nearest caret may be far away: only what is really under the point counts.
  const range = document.createRange()
  const { data } = caret.offsetNode
  for (const offset of [caret.offset - 1, caret.offset]) {
    if (offset < 0 || offset >= data.length) continue
    range.setStart(caret.offsetNode, offset)
    range.setEnd(caret.offsetNode, offset + 1)
    const boxes = [...range.getClientRects()]
    if (boxes.some((box) => x >= box.left && x <= box.right && y >= box.top && y <= box.bottom)) {
      return letterAt(store, caret.offsetNode, offset)
    }
  }
  return null
}

/** Who wrote a letter, asking the server if it has changed since the last time. */
export async function runUnder(store: DraftStore, { text, place }: LetterOnPage): Promise<Run | null> {
  const letters = lettersIn(text.body)
  if (authorship.blame(text.paragraph, text.lang)?.text !== letters) {
    await authorship.ask(store.register.id, text.paragraph, text.lang)
  }
  const blame = authorship.blame(text.paragraph, text.lang)
  return blame === null ? null : runAt(aligned(blame, letters), place)
}
