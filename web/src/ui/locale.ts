// How a language writes numbers, lists, dates and names of languages. `Intl` knows some of the page's languages only in
// part (Chromium has no months for five of them), so a language may bring its own.

import type { Lang, Moment } from "../api/types"

export interface Locale {
  /** What `Intl` is asked for: dates, plurals, order of names. */
  readonly intl: string
  /** The comma, with its space; a Latin one where none is given. */
  readonly comma?: string
  /** Where browsers do not know the language: the words and customs that they lack. */
  readonly own?: {
    /** Another language that groups digits in the same way. */
    readonly numbers: string
    /** Between the last two of a list. */
    readonly and: string
    readonly months: readonly string[]
    /** From Sunday on. */
    readonly weekdays: readonly string[]
    readonly day: (day: number, month: string, year: number) => string
    readonly weekday: (weekday: string, day: string) => string
    readonly moment: (day: string, time: string) => string
    readonly languages: Readonly<Record<string, string>>
  }
}

/** One form for each plural category that the language has; `#` stands for the number. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }

export type Speech = ReturnType<typeof speech>

type When = Moment | Date

const dateOf = (moment: When): Date => (moment instanceof Date ? moment : new Date(moment))
const DAY = { day: "numeric", month: "long", year: "numeric" } as const
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const

const UTC = { second: "2-digit", timeZone: "UTC" } as const

type Write = (date: Date) => string
type Dates = Record<"day" | "weekday" | "moment" | "time" | "utc", Write>

const writes = (intl: string, options: Intl.DateTimeFormatOptions): Write => {
  const format = new Intl.DateTimeFormat(intl, options)
  return (date) => format.format(date)
}

const datesOfIntl = (intl: string): Dates => ({
  day: writes(intl, DAY),
  weekday: writes(intl, { weekday: "long", ...DAY }),
  moment: writes(intl, { ...DAY, ...TIME }),
  time: writes(intl, TIME),
  utc: writes(intl, { ...DAY, ...TIME, ...UTC }),
})

function datesOf({ day, weekday, moment, months, weekdays }: NonNullable<Locale["own"]>): Dates {
  // Figures and a colon, as everywhere in the region.
  const [time, utc] = [writes("en-GB", TIME), writes("en-GB", { ...TIME, ...UTC })]
  const dayOf: Write = (date) => day(date.getDate(), months[date.getMonth()] ?? "", date.getFullYear())
  const utcDayOf: Write = (date) => day(date.getUTCDate(), months[date.getUTCMonth()] ?? "", date.getUTCFullYear())
  return {
    day: dayOf,
    weekday: (date) => weekday(weekdays[date.getDay()] ?? "", dayOf(date)),
    moment: (date) => moment(dayOf(date), time(date)),
    time,
    utc: (date) => moment(utcDayOf(date), utc(date)),
  }
}

/** What stands between the parts of a list of this length. */
function joints({ intl, own }: Locale, length: number): readonly string[] {
  if (own !== undefined) {
    return Array.from({ length: length - 1 }, (_, at) => (at === length - 2 ? ` ${own.and} ` : ", "))
  }
  const parts = new Intl.ListFormat(intl, { style: "long", type: "conjunction" }).formatToParts(
    Array.from({ length }, () => "x"),
  )
  return parts.flatMap(({ type, value }) => (type === "literal" ? [value] : []))
}

function languageNames({ intl, own }: Locale): (lang: Lang) => string {
  const names = new Intl.DisplayNames([intl], { type: "language", languageDisplay: "standard" })
  return (lang) => {
    try {
      return own?.languages[lang] ?? names.of(lang) ?? lang
    } catch {
      return lang
    }
  }
}

/** The functions that a catalogue's sentences are made with, and that dates and names are written with. */
export function speech(locale: Locale) {
  const { intl, own } = locale
  const figures = new Intl.NumberFormat(own?.numbers ?? intl)
  const rules = new Intl.PluralRules(intl)
  const collator = new Intl.Collator(intl, { numeric: true })
  const dated = own === undefined ? datesOfIntl(intl) : datesOf(own)
  const written =
    (format: (date: Date) => string) =>
    (moment: When): string => {
      const date = dateOf(moment)
      return Number.isNaN(date.valueOf()) ? String(moment) : format(date)
    }
  const number = (n: number): string => figures.format(n)
  return {
    intl,
    number,
    plural: (n: number, forms: Forms): string => (forms[rules.select(n)] ?? forms.other).replaceAll("#", number(n)),
    list: (parts: readonly string[]): string => {
      const between = parts.length < 2 ? [] : joints(locale, parts.length)
      return parts.map((part, at) => part + (between[at] ?? "")).join("")
    },
    joints: (length: number) => (length < 2 ? [] : joints(locale, length)),
    commas: (parts: readonly string[]): string => parts.join(locale.comma ?? ", "),
    compare: (one: string, other: string): number => collator.compare(one, other),
    language: languageNames(locale),
    day: written(dated.day),
    weekday: written(dated.weekday),
    moment: written(dated.moment),
    time: written(dated.time),
    utc: written((date) => `${dated.utc(date)} UTC`),
  }
}

/** Keeps words in their own direction within a sentence of the other, as `<bdi>` does. */
export const isolated = (words: string): string => `\u2068${words}\u2069`
