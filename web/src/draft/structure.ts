// The draft as it is read: front matter, preamble, chapters with their notes. Made from the register alone.

import type { Paragraph, ParagraphId, Register, Section } from "../api/types"

/** A numbered or preambular paragraph with its lettered parts. */
export interface Item {
  readonly paragraph: Paragraph
  readonly parts: readonly Paragraph[]
}

export interface Chapter {
  readonly section: Section
  readonly heading: Paragraph | null
  readonly items: readonly Item[]
  readonly notes: readonly Paragraph[]
}

export interface Structure {
  readonly title: Paragraph | null
  readonly subtitle: Paragraph | null
  readonly preamble: readonly Item[]
  readonly chapeau: Item | null
  /** Notes to what stands before the first chapter. */
  readonly notes: readonly Paragraph[]
  readonly chapters: readonly Chapter[]
}

export function structureOf(register: Register): Structure {
  const byId = new Map(register.paragraphs.map((paragraph) => [paragraph.id, paragraph]))
  const partsOf = Map.groupBy(
    register.paragraphs.filter(({ kind }) => kind === "subparagraph"),
    ({ parent }) => parent,
  )
  const item = (paragraph: Paragraph): Item => ({ paragraph, parts: partsOf.get(paragraph.id) ?? [] })
  const chapterOf = (paragraph: Paragraph): string | null => chapterNumeral(paragraph, byId)
  const notesIn = (numeral: string | null): readonly Paragraph[] =>
    register.paragraphs.filter((paragraph) => paragraph.kind === "footnote" && chapterOf(paragraph) === numeral)
  const ofKind = (kind: Paragraph["kind"]): readonly Paragraph[] =>
    register.paragraphs.filter((paragraph) => paragraph.kind === kind)
  const chapeau = ofKind("chapeau")[0]

  return {
    title: ofKind("title")[0] ?? null,
    subtitle: ofKind("subtitle")[0] ?? null,
    preamble: ofKind("preambular").map(item),
    chapeau: chapeau === undefined ? null : item(chapeau),
    notes: notesIn(null),
    chapters: register.sections.map((section) => ({
      section,
      heading: byId.get(section.heading) ?? null,
      items: ofKind("recommendation")
        .filter((paragraph) => paragraph.section === section.numeral)
        .map(item),
      notes: notesIn(section.numeral),
    })),
  }
}

/** A note or part stands in the chapter of what it belongs to. */
function chapterNumeral(paragraph: Paragraph, byId: ReadonlyMap<ParagraphId, Paragraph>): string | null {
  let current: Paragraph | undefined = paragraph
  // A register that names itself as its own parent must not hang the page.
  for (let depth = 0; current !== undefined && depth < 8; depth += 1) {
    if (current.section !== null) return current.section
    current = current.parent === null ? undefined : byId.get(current.parent)
  }
  return null
}

/** A paragraph with everything a freeze of it closes. */
export function withParts(register: Register, id: ParagraphId): readonly Paragraph[] {
  return register.paragraphs.filter((paragraph) => paragraph.id === id || paragraph.parent === id)
}
