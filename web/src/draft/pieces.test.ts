import { describe, expect, it } from "vitest"
import type { ParagraphId, RichText } from "../api/types"
import { lettersOf, openingLength, piecesOf } from "./pieces"

const brief = (wording: RichText, opening: string | null = null) =>
  piecesOf(wording, opening).map(({ text, bracket, isOpening }) => [text, bracket, isOpening])

describe("piecesOf", () => {
  it("sets brackets apart and keeps every letter", () => {
    const wording: RichText = [{ text: "Within [three][six] hours" }]
    expect(brief(wording)).toEqual([
      ["Within ", "none", false],
      ["[", "sign", false],
      ["three", "inside", false],
      ["]", "sign", false],
      ["[", "sign", false],
      ["six", "inside", false],
      ["]", "sign", false],
      [" hours", "none", false],
    ])
    expect(
      piecesOf(wording, null)
        .map(({ text }) => text)
        .join(""),
    ).toBe(lettersOf(wording))
  })

  it("cuts across marks", () => {
    const wording: RichText = [{ text: "Having " }, { text: "met in", strong: true }, { text: " T" }]
    expect(piecesOf(wording, "Having met").map(({ text, strong, isOpening }) => [text, strong, isOpening])).toEqual([
      ["Having ", false, true],
      ["met", true, true],
      [" in", true, false],
      [" T", false, false],
    ])
  })

  it("puts the sign of a note after the last of its words", () => {
    const note = "pp2.fn1" as ParagraphId
    const wording: RichText = [
      { text: "72/", footnote: note },
      { text: "283", footnote: note, em: true },
      { text: " of" },
    ]
    expect(piecesOf(wording, null).map(({ noteAfter }) => noteAfter)).toEqual([null, note, null])
  })

  it("finds opening words behind a bracket, and none that were changed", () => {
    expect(openingLength("[Create a forum]", "Create")).toBe(7)
    expect(openingLength("Found a forum", "Create")).toBe(0)
    expect(openingLength("Create a forum", null)).toBe(0)
  })
})
