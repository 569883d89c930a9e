import { beforeAll, describe, expect, it } from "vitest"
import type { Lang } from "../../api/types"
import { verifying } from "../../verify/languages"
import { catalogue } from "../catalogue"
import { directionOf } from "../direction"
import { UI_LANGS, type UiLang } from "../languages"
import type { Messages, Verifying } from "."

const NUMBERS = [0, 1, 2, 5, 11, 21]
/** What is called alike everywhere: formats, digests and addresses. */
const NAMES: readonly RegExp[] = [
  /^formats\.(?:docx|md|akn|json)$/,
  /^paragraph\.running\b/,
  /^freeze\.(?:hash|allLanguages)\b/,
  /^format\.linkHint$/,
  /^authorship\.wrote\b/,
  /^late\.settledBy\b/,
  /^ledger\.inLanguage\b/,
  /^verify\.(?:given|frozenBy|textOf)\b/,
]
/** Where a language happens to have English's word. */
const ALIKE: Partial<Record<UiLang, readonly string[]>> = {
  "uz-Latn": ["roles.moderator", "exports.format"],
  tk: ["roles.moderator"],
}

type All = Messages & Pick<Verifying, "verify">
const spoken = new Map<UiLang, All>()
beforeAll(async () => {
  for (const lang of UI_LANGS) spoken.set(lang, { ...(await catalogue(lang)), verify: verifying(lang).verify })
})
const wordsOf = (lang: UiLang): All => {
  const words = spoken.get(lang)
  if (words === undefined) throw new Error(`no ${lang}`)
  return words
}

/** A function of a catalogue with something of every kind that it may be given, by how many there are of it. */
function called(make: (...given: unknown[]) => unknown, name: string): readonly (readonly [string, unknown])[] {
  const first = (n: number): unknown[] => {
    if (/seats$|proposedBy|silenceBroken|facilitators|allLanguages|given$/i.test(name)) return [["D01", "D02", "D03"]]
    if (name === "verify.otherWording") return [{ paragraph: "r4", lang: "en", frozen: null, found: null }, "X", n]
    if (name === "verify.textsIn") return [n, ["X", "Y"]]
    if (name === "paragraph.running") return ["X", "title"]
    if (/hindered|inLanguage/.test(name)) return ["X", n]
    if (/offlineWith|inOther/.test(name)) return [n, "X"]
    return COUNTED.test(name) ? [n, 30] : ["X", "Y", "Z"]
  }
  return NUMBERS.map((n) => [`${name}(${n})`, make(...first(n))] as const)
}
const COUNTED =
  /present|outline\.(?:frozen|brackets|late)|paragraph\.(?:preambular|brackets|comments)|withParts|freeze\.brackets|many|late\.title|settled$|saving|entries|more|letters|fine|people\.refused|remarks|people\.line|inviteAll|invited$|filesGiven|explain\.refused|manifest|wordings/

/** Everything that is said, by its place: functions too, as they answer. */
function said(words: object, at = ""): ReadonlyMap<string, unknown> {
  const all = new Map<string, unknown>()
  for (const [key, value] of Object.entries(words) as [string, unknown][]) {
    const name = at === "" ? key : `${at}.${key}`
    if (name === "locale") continue
    if (typeof value === "function") for (const [call, answer] of called(value as never, name)) all.set(call, answer)
    else if (typeof value === "object" && value !== null) for (const [k, v] of said(value, name)) all.set(k, v)
    else all.set(name, value)
  }
  return all
}

const others = UI_LANGS.filter((lang) => lang !== "en")

describe.each(others)("the words in %s", (lang) => {
  it("are for the same things as in English", () => {
    expect([...said(wordsOf(lang)).keys()].toSorted()).toEqual([...said(wordsOf("en")).keys()].toSorted())
  })

  it("are whole, whatever they are given", () => {
    for (const [name, words] of said(wordsOf(lang))) {
      expect(words, name).toEqual(expect.any(String))
      expect(words, name).not.toMatch(/undefined|NaN|\[object|#|^\s*$/)
    }
  })

  it("are not left in English", () => {
    const english = said(wordsOf("en"))
    const alike = [...said(wordsOf(lang))].filter(([name, words]) => words === english.get(name))
    const unexpected = alike.filter(
      ([name]) => !NAMES.some((known) => known.test(name)) && ALIKE[lang]?.includes(name) !== true,
    )
    expect(unexpected).toEqual([])
  })

  it("are in the letters of the language", () => {
    const letters = ["ru", "kk-Cyrl", "ky", "tg"].includes(lang)
      ? /\p{Script=Cyrillic}/u
      : directionOf(lang as string as Lang) === "rtl"
        ? /\p{Script=Arabic}/u
        : /\p{Script=Latin}/u
    const foreign = [...said(wordsOf(lang))].filter(
      ([name, words]) => !letters.test(String(words)) && !NAMES.some((known) => known.test(name)),
    )
    expect(foreign).toEqual([])
  })

  it("keep Latin names within Arabic letters in their own direction", () => {
    if (directionOf(lang as string as Lang) === "ltr") return
    const { paragraph, backTo, verify } = wordsOf(lang)
    for (const words of [paragraph.numbered("7 bis"), backTo("CRP.1/Rev.2"), verify.tooLarge("final.zip")]) {
      expect(words).toMatch(/\u2068[^\u2069]+\u2069/)
    }
  })
})

describe("plurals", () => {
  it("in Russian have one, few and many", () => {
    const { outline } = wordsOf("ru")
    expect(NUMBERS.map(outline.late)).toEqual([
      "0 поздних предложений",
      "1 позднее предложение",
      "2 поздних предложения",
      "5 поздних предложений",
      "11 поздних предложений",
      "21 позднее предложение",
    ])
  })

  it("in Arabic have six forms", () => {
    const { locale, paragraph } = wordsOf("ar")
    expect([0, 1, 2, 3, 11, 100].map(paragraph.comments)).toEqual([
      "لا تعليقات",
      "تعليق واحد",
      "تعليقان",
      `${locale.number(3)} تعليقات`,
      `${locale.number(11)} تعليقاً`,
      `${locale.number(100)} تعليق`,
    ])
  })

  it("in English have two", () => {
    expect([1, 2].map(wordsOf("en").outline.brackets)).toEqual(["1 open bracket", "2 open brackets"])
  })
})

describe("Uzbek", () => {
  it("has its own signs: U+02BB in oʻ and gʻ, U+02BC as tutuq belgisi, and no quotation mark for either", () => {
    const words = [...said(wordsOf("uz-Latn")).values()].join("\n")
    expect(words).not.toMatch(/['‘’`´]/)
    expect(words).not.toMatch(/[og]\u02bc/i)
    expect(words).not.toMatch(/[^og]\u02bb/i)
    expect(words).toMatch(/o\u02bb/)
    expect(words).toMatch(/a\u02bc/)
  })
})

describe("dates and lists", () => {
  const when = new Date(2019, 1, 20, 14, 5)
  it.each([
    ["en", "20 February 2019"],
    ["ru", "20 февраля 2019 г."],
    ["uz-Latn", "2019-yil 20-fevral"],
    ["kk-Cyrl", "2019 жылғы 20 ақпан"],
    ["ky", "2019-жылдын 20-февраль"],
    ["tg", "20 феврали соли 2019"],
    ["tk", "20 fewral 2019"],
    ["fa", "۲۰ فوریهٔ ۲۰۱۹"],
  ] as const)("in %s are of the language", (lang, day) => {
    const { locale } = wordsOf(lang)
    // no-break spaces are spaces here
    expect(locale.day(when).normalize("NFKC")).toBe(day)
    expect(locale.moment(when).normalize("NFKC")).toContain(day)
    expect(locale.time(when).normalize("NFKC")).toMatch(/^[\p{Nd}]{2}:[\p{Nd}]{2}$/u)
  })

  it("have an “and” before the last", () => {
    expect(wordsOf("en").locale.list(["D01", "D02", "D03"])).toBe("D01, D02 and D03")
    expect(wordsOf("ru").locale.list(["D01", "D02"])).toBe("D01 и D02")
    expect(wordsOf("ky").locale.list(["D01", "D02", "D03"])).toBe("D01, D02 жана D03")
    expect(wordsOf("tg").locale.joints(3)).toEqual([", ", " ва "])
  })

  it("call every language of the draft by a name", () => {
    for (const lang of UI_LANGS) {
      for (const tag of ["en", "uz-Latn", "tg", "zh"]) {
        expect(wordsOf(lang).locale.language(tag as Lang), `${tag} in ${lang}`).not.toBe(tag)
      }
    }
  })
})
