// The draft of the page's tests: one of everything that the page sets in a way of its own.

import type { Span } from "../../sync"

export const PEOPLE = {
  observer: { name: "Observer", role: "observer", seat: null },
  expert: { name: "Expert, Delegation 16", role: "expert", seat: "D16" },
  moderator: { name: "Moderator", role: "moderator", seat: null },
  secretariat: { name: "Secretariat", role: "secretariat", seat: null },
} as const
export type TestPerson = keyof typeof PEOPLE

const people = Object.entries(PEOPLE).map(([id, { name, role, seat }]) => [
  id,
  { name, role, ...(seat !== null && { seat }) },
])

export const REGISTER = {
  schema: 1,
  id: "d1",
  symbol: "TEST/2019/CRP.1",
  title: "Recommendations on testing",
  stage: "rolling_text",
  reading: "second",
  originalLanguage: "en",
  workingLanguages: ["en"],
  languages: ["en", "ar"],
  addressees: ["President of the Assembly"],
  organisers: ["Ministry of Foreign Affairs"],
  delegations: { D16: { name: "Delegation 16", names: {}, group: "region" } },
  people: Object.fromEntries(people) as Record<string, { name: string; role: string }>,
  sections: [{ numeral: "I", heading: "h-I", facilitators: ["D16"] }],
}

interface TestParagraph {
  readonly id: string
  readonly kind: string
  readonly number?: string
  readonly section?: string
  readonly parent?: string
  readonly status: string
  readonly opening?: string
  readonly proposedBy?: readonly string[]
  readonly wording: Readonly<Record<string, string>>
  readonly spans?: readonly Span[]
}

export const PARAGRAPHS: readonly TestParagraph[] = [
  { id: "title", kind: "title", status: "agreed", wording: { en: "Recommendations on testing" } },
  {
    id: "pp1",
    kind: "preambular",
    status: "agreed",
    opening: "Recalling",
    wording: { en: "Recalling resolution 72/283 of 22 June 2018," },
    spans: [{ text: "Recalling resolution " }, { text: "72/283", footnote: "pp1.fn1" }, { text: " of 22 June 2018," }],
  },
  { id: "pp1.fn1", kind: "footnote", number: "1", parent: "pp1", status: "agreed", wording: { en: "A/RES/72/[283]." } },
  { id: "h-I", kind: "heading", number: "I", section: "I", status: "agreed", wording: { en: "Trade" } },
  {
    id: "r1",
    kind: "recommendation",
    number: "1",
    section: "I",
    status: "bracketed",
    opening: "Adopt",
    proposedBy: ["D16"],
    wording: { en: "Adopt a plan within [two][three] years [and review it]." },
  },
  {
    id: "r2",
    kind: "recommendation",
    number: "2",
    section: "I",
    status: "agreed",
    opening: "Place",
    wording: { en: "Place the meetings on a regular footing.", ar: "وضع الاجتماعات على أساس منتظم." },
  },
  {
    id: "r3",
    kind: "recommendation",
    number: "3",
    section: "I",
    status: "draft",
    wording: { en: "Publish the [agreed] text, which would:" },
  },
  {
    id: "r3.a",
    kind: "subparagraph",
    number: "(a)",
    section: "I",
    parent: "r3",
    status: "draft",
    wording: { en: "Be short." },
  },
]
