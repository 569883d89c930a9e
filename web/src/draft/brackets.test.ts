import { describe, expect, it } from "vitest"
import { countBrackets, findBrackets } from "./brackets"

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
