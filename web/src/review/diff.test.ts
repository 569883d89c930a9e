import { describe, expect, it } from "vitest"
import type { Lang } from "../api/types"
import { abridged, wordDiff } from "./diff"

const brief = (before: string, after: string, lang = "en") =>
  wordDiff(before, after, lang as Lang).map(
    ({ kind, text }) => `${kind === "added" ? "+" : kind === "removed" ? "-" : "="}${text}`,
  )

describe("wordDiff", () => {
  it("replaces whole words", () => {
    expect(brief("no more than three hours", "no more than six hours")).toEqual([
      "=no more than ",
      "-three",
      "+six",
      "= hours",
    ])
  })

  it("cuts Chinese at words though it has no spaces", () => {
    const changes = wordDiff("加强区域合作", "加强国际合作", "zh" as Lang)
    expect(changes.at(0)).toEqual({ kind: "kept", text: "加强" })
    expect(changes.at(-1)).toEqual({ kind: "kept", text: "合作" })
  })

  it("gives both texts back", () => {
    const before = "Адаптировать [48][24] часа"
    const after = "Адаптировать [36] часов, не более"
    const changes = wordDiff(before, after, "ru" as Lang)
    const without = (kind: string) => changes.filter((change) => change.kind !== kind).map(({ text }) => text)
    expect(without("added").join("")).toBe(before)
    expect(without("removed").join("")).toBe(after)
  })

  it("says nothing where nothing changed", () => {
    expect(brief("same", "same")).toEqual(["=same"])
    expect(brief("", "")).toEqual([])
  })

  it("shows one in place of the other when they share little", () => {
    const numbers = (from: number) => Array.from({ length: 3000 }, (_, at) => `w${from + at}`).join(" ")
    expect(wordDiff(numbers(0), numbers(9000), "en" as Lang)).toEqual([
      { kind: "removed", text: numbers(0) },
      { kind: "added", text: numbers(9000) },
    ])
  })
})

describe("abridged", () => {
  const long = "one two three four five six seven eight nine ten ".repeat(6)

  it("leaves a few whole words around each change", () => {
    const changes = abridged(wordDiff(`${long}24 hours ${long}`, `${long}36 hours ${long}`, "en" as Lang))
    expect(changes.map(({ kind }) => kind)).toEqual(["gap", "kept", "removed", "added", "kept", "gap"])
    expect(changes[1]?.text).toMatch(/^\w+ .*ten $/)
    expect(changes[4]?.text).toMatch(/^ hours one .*\w$/)
  })

  it("leaves short texts and equal ones whole", () => {
    const short = wordDiff("within 24 hours", "within 36 hours", "en" as Lang)
    expect(abridged(short)).toEqual(short)
    expect(abridged([{ kind: "kept", text: long }])).toEqual([{ kind: "kept", text: long }])
  })
})
