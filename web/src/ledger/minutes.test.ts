import { describe, expect, it } from "vitest"
import { readLedgerPart } from "../api/ledger"
import { Reader } from "../api/read"
import type { PersonId, Register } from "../api/types"
import { matches, minuteOf, NO_FILTER } from "./minutes"

const CHAIR = "c".repeat(32) as PersonId
const LATE = "e".repeat(32) as PersonId
const register = {
  symbol: "CRP.1",
  paragraphs: [{ id: "r7", kind: "recommendation", number: "7" }],
  proposals: [{ id: "p1", paragraph: "r7", lang: "en", by: LATE }],
  people: new Map(),
  delegations: [],
} as unknown as Register

const entry = (act: object, answer: object = {}) =>
  readLedgerPart(
    new Reader({
      entries: [
        { seq: 1, at: "2019-02-20T09:25:00Z", by: { id: CHAIR, name: "Chair", seat: null }, act, answer, chain: "00" },
      ],
      next: null,
    }),
  ).entries[0] as NonNullable<ReturnType<typeof readLedgerPart>["entries"][number]>

describe("minutes", () => {
  it("name the paragraph where it stands in the sentence", () => {
    const { before, after, links, who } = minuteOf(register, entry({ type: "freeze", paragraphs: ["r7"], lang: "en" }))
    expect([who, before, after, links.map(({ id }) => id)]).toEqual(["Chair", "froze ", " in English", ["r7"]])
  })

  it("say the whole draft in words, and an act they do not know by its name", () => {
    expect(minuteOf(register, entry({ type: "freeze", scope: "draft" }))).toMatchObject({
      before: "froze the whole draft",
      after: null,
    })
    expect(minuteOf(register, entry({ type: "adjourn" })).before).toBe("did “adjourn”")
  })

  it("are found by what an act touched, by whose proposal it settled and by kind", () => {
    const rejection = entry({ type: "reject-proposal", proposal: "p1", reason: "Covered." })
    const freeze = entry({ type: "freeze", scope: "draft" }, { texts: [{ paragraph: "r7", lang: "en" }] })
    const paragraph = "r7" as never
    for (const one of [rejection, freeze]) expect(matches(register, one, { ...NO_FILTER, paragraph })).toBe(true)
    expect(matches(register, freeze, { ...NO_FILTER, paragraph: "r8" as never })).toBe(false)
    expect(matches(register, rejection, { ...NO_FILTER, person: LATE })).toBe(true)
    expect(matches(register, freeze, { ...NO_FILTER, person: LATE })).toBe(false)
    expect(matches(register, freeze, { ...NO_FILTER, kind: "reopen" })).toBe(false)
  })
})
