import { describe, expect, it } from "vitest"
import type { Lang, Moment } from "../api/types"
import { dayName, directionOf, languageName, ownLanguageName } from "./names"

const lang = (tag: string) => tag as Lang

describe("languages", () => {
  it("are called as their readers and as the page call them", () => {
    expect(ownLanguageName(lang("tg"))).toBe("Тоҷикӣ")
    expect(ownLanguageName(lang("uz-Latn"))).toContain("\u02bb")
    expect(languageName(lang("uz-Latn"))).toBe("Uzbek (Latin)")
  })

  it("have a name even if nobody knows it", () => {
    expect(ownLanguageName(lang("not a tag"))).toBe("not a tag")
  })

  it("run from right to left where they do", () => {
    expect(["ar", "fa", "fa-AF", "tg", "en"].map((tag) => directionOf(lang(tag)))).toEqual([
      "rtl",
      "rtl",
      "rtl",
      "ltr",
      "ltr",
    ])
  })
})

describe("moments", () => {
  it("put the day before the month, and show what they cannot read as it is", () => {
    expect(dayName("2019-02-20T09:25:00Z" as Moment)).toMatch(/^(?:19|20|21) February 2019$/)
    expect(dayName("soon" as Moment)).toBe("soon")
  })
})
