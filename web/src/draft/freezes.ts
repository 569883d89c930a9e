// What is said when paragraphs close or open while one is here.

import type { Lang, Paragraph, ParagraphId, Register } from "../api/types"

export interface Freezes {
  readonly frozen: readonly Paragraph[]
  readonly reopened: readonly Paragraph[]
}

function closedIn(register: Register, lang: Lang): ReadonlySet<ParagraphId> {
  const closed = register.paragraphs.filter(({ texts }) => (texts.get(lang)?.frozen ?? null) !== null)
  return new Set(closed.map(({ id }) => id))
}

/** Which paragraphs were frozen or reopened between two states of the register, in one language, parts left out. */
export function freezesBetween(before: Register, after: Register, lang: Lang): Freezes {
  const [was, is] = [closedIn(before, lang), closedIn(after, lang)]
  const whole = after.paragraphs.filter(({ parent }) => parent === null)
  return {
    frozen: whole.filter(({ id }) => is.has(id) && !was.has(id)),
    reopened: whole.filter(({ id }) => was.has(id) && !is.has(id)),
  }
}
