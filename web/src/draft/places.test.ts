import { describe, expect, it } from "vitest"
import type { ParagraphId } from "../api/types"
import { nextPlace, type BracketPlace } from "./places"

const order = ["pp1", "pp6", "r3", "r9"] as ParagraphId[]
const place = (paragraph: string, from: number): BracketPlace => ({
  paragraph: paragraph as ParagraphId,
  from,
  sign: 0,
})
const places = [place("pp6", 0), place("r9", 12), place("r9", 40)]
const at = (paragraph: string | null) => ({ paragraph: paragraph as ParagraphId | null })

describe("nextPlace", () => {
  it("goes on from bracket to bracket and round", () => {
    expect(nextPlace(places, order, at(null), 1)).toBe(places[0])
    expect(nextPlace(places, order, place("pp6", 0), 1)).toBe(places[1])
    expect(nextPlace(places, order, place("r9", 12), 1)).toBe(places[2])
    expect(nextPlace(places, order, place("r9", 40), 1)).toBe(places[0])
  })

  it("starts from the paragraph one is in", () => {
    expect(nextPlace(places, order, at("r3"), 1)).toBe(places[1])
    expect(nextPlace(places, order, at("r9"), 1)).toBe(places[1])
    expect(nextPlace(places, order, at("r3"), -1)).toBe(places[0])
  })

  it("goes back, and round the other way", () => {
    expect(nextPlace(places, order, place("r9", 40), -1)).toBe(places[1])
    expect(nextPlace(places, order, place("pp6", 0), -1)).toBe(places[2])
  })

  it("has nowhere to go without brackets", () => {
    expect(nextPlace([], order, at("r3"), 1)).toBeNull()
  })
})
