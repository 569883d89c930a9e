import { describe, expect, it } from "vitest"
import type { Blame, Run } from "../api/blame"
import type { Moment, PersonId } from "../api/types"
import { aligned, runAt } from "./align"

const by = (id: string): Run["by"] => ({ id: id as PersonId, name: id, seat: null })
const at = "2019-02-20T09:25:00Z" as Moment
const blame: Blame = {
  text: "Place all meetings.",
  runs: [
    { start: 0, end: 6, by: null, at },
    { start: 6, end: 10, by: by("a"), at },
    { start: 10, end: 19, by: null, at },
  ],
}
const spans = (letters: string): readonly (readonly [string, string | null])[] =>
  aligned(blame, letters).map(({ start, end, by: author }) => [letters.slice(start, end), author?.id ?? null])

describe("aligned", () => {
  it("keeps the runs of the same letters", () => {
    expect(spans(blame.text)).toEqual([
      ["Place ", null],
      ["all ", "a"],
      ["meetings.", null],
    ])
  })

  it("gives new letters to nobody", () => {
    expect(spans("Place all the meetings.")).toEqual([
      ["Place ", null],
      ["all ", "a"],
      ["meetings.", null],
    ])
    expect(spans("Place alXl meetings.")).toEqual([
      ["Place ", null],
      ["al", "a"],
      ["l ", "a"],
      ["meetings.", null],
    ])
  })

  it("forgets letters that are gone", () => {
    expect(spans("Place meetings.")).toEqual([
      ["Place ", null],
      ["meetings.", null],
    ])
    expect(spans("")).toEqual([])
  })
})

describe("runAt", () => {
  it("finds the run of a letter", () => {
    expect(runAt(blame.runs, 6)?.by?.id).toBe("a")
    expect(runAt(blame.runs, 10)?.by).toBeNull()
    expect(runAt(blame.runs, 19)).toBeNull()
  })
})
