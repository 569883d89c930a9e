import { describe, expect, it } from "vitest"
import { countBrackets, findBrackets, settlingAt, type Cut } from "./brackets"

describe("findBrackets", () => {
  it("counts alternatives that touch once", () => {
    expect(countBrackets("no more than [three][six] hours at [at least ten] points")).toBe(2)
    expect(countBrackets("countries[, open to all][, beginning with some].")).toBe(1)
    expect(countBrackets("[a] [b]")).toBe(2)
  })

  it("finds a bracket inside a bracket", () => {
    const text = "[Create a forum [every year][every two years]]"
    expect(findBrackets(text).map(({ from, to, depth }) => [text.slice(from, to), depth])).toEqual([
      [text, 0],
      ["[every year]", 1],
      ["[every two years]", 1],
    ])
    expect(countBrackets(text)).toBe(2)
  })

  it("leaves brackets of a quotation alone", () => {
    expect(countBrackets("as “resolution [2019]” says")).toBe(0)
    expect(countBrackets("как «резолюция [2019]» и [далее]")).toBe(1)
  })

  it("takes a bracket around or across a quotation for what it is", () => {
    expect(countBrackets("[the “single window”]")).toBe(1)
    expect(countBrackets("“single [window” or door]")).toBe(1)
  })

  it("does not let an unfinished quotation hide brackets", () => {
    expect(countBrackets("the “single [window][door]")).toBe(1)
  })

  it("passes over a sign without a partner", () => {
    expect(countBrackets("one ] two [ three")).toBe(0)
    expect(findBrackets("a ] [b] [").map(({ from }) => from)).toEqual([4])
  })

  it("counts in UTF-16, as the editor does", () => {
    expect(findBrackets("😀[a]")[0]).toEqual({ from: 2, to: 5, depth: 0, group: 0 })
  })
})

/** The text without what is cut. */
const without = (text: string, cuts: readonly Cut[]): string =>
  cuts.toReversed().reduce((left, { from, to }) => left.slice(0, from) + left.slice(to), text)

/** What the text is if the bracket at `|` is kept, and if it is dropped. */
function settled(marked: string): readonly [string, string] | null {
  const text = marked.replace("|", "")
  const settling = settlingAt(text, marked.indexOf("|"))
  return settling === null ? null : [without(text, settling.keep), without(text, settling.drop)]
}

describe("settlingAt", () => {
  it("keeps words without their signs, or drops them with the space that would be left", () => {
    expect(settled("to meet [every| year] in turn.")).toEqual(["to meet every year in turn.", "to meet in turn."])
    expect(settled("to meet [every year|].")).toEqual(["to meet every year.", "to meet."])
    expect(settled("[|Also] to meet")).toEqual(["Also to meet", "to meet"])
    expect(settled("countries[|, open to all].")).toEqual(["countries, open to all.", "countries."])
  })

  it("chooses one of the alternatives, or leaves the others open", () => {
    expect(settled("than [three][s|ix][ten] hours")).toEqual(["than six hours", "than [three][ten] hours"])
    expect(settlingAt("than [three][six] hours", 7)?.alternatives).toBe(2)
  })

  it("settles the inner one first", () => {
    expect(settled("[Create a forum [every| year]]")).toEqual(["[Create a forum every year]", "[Create a forum ]"])
    expect(settled("[Create| a forum [every year]]")).toEqual(["Create a forum [every year]", ""])
  })

  it("takes the caret before an opening sign for being there, and behind a closing one for being outside", () => {
    expect(settled("a |[b] c")).toEqual(["a b c", "a c"])
    expect(settled("a [b]| c")).toBeNull()
    expect(settled("“resolution [20|19]”")).toBeNull()
  })
})
