// How languages, seats, people and moments are called on screen.

import type { Lang, Moment, PersonId, Register } from "../api/types"

/** Scripts written from right to left, by language. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["ar", "fa", "ur", "he", "ps", "ug"])
const PAGE_LANGUAGE = "en"
/** Day before month, as in the documents themselves. */
const DATE_LOCALE = "en-GB"

const languageNames = new Intl.DisplayNames([PAGE_LANGUAGE], { type: "language", languageDisplay: "standard" })

function named(names: Intl.DisplayNames, lang: Lang): string {
  try {
    return names.of(lang) ?? lang
  } catch {
    return lang
  }
}

/** In the page's language: "Uzbek (Latin)". */
export const languageName = (lang: Lang): string => named(languageNames, lang)

/** Of the languages of the region and its guests: browsers do not know all of these names. */
const OWN_NAMES: Readonly<Record<string, string>> = {
  ar: "العربية",
  de: "Deutsch",
  en: "English",
  es: "Español",
  fa: "فارسی",
  fr: "Français",
  ja: "日本語",
  "kk-Cyrl": "Қазақша",
  ko: "한국어",
  ky: "Кыргызча",
  mn: "Монгол",
  ru: "Русский",
  tg: "Тоҷикӣ",
  tk: "Türkmençe",
  tr: "Türkçe",
  "uz-Cyrl": "Ўзбекча (кирилл)",
  "uz-Latn": "Oʻzbekcha (lotin)",
  zh: "中文",
}

/** In the language itself: a reader looks for "Русский", not for "Russian". */
export const ownLanguageName = (lang: Lang): string => OWN_NAMES[lang] ?? languageName(lang)

export const directionOf = (lang: Lang): "ltr" | "rtl" =>
  RIGHT_TO_LEFT.has(lang.split("-")[0] ?? lang) ? "rtl" : "ltr"

const momentFormat = new Intl.DateTimeFormat(DATE_LOCALE, {
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
})
const dayFormat = new Intl.DateTimeFormat(DATE_LOCALE, { day: "numeric", month: "long", year: "numeric" })
const timeFormat = new Intl.DateTimeFormat(DATE_LOCALE, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })

function formatted(format: Intl.DateTimeFormat, moment: Moment | Date): string {
  const date = moment instanceof Date ? moment : new Date(moment)
  return Number.isNaN(date.valueOf()) ? String(moment) : format.format(date)
}

/** "20 February 2019 at 14:25", in the reader's time zone. */
export const momentName = (moment: Moment | Date): string => formatted(momentFormat, moment)
export const dayName = (moment: Moment | Date): string => formatted(dayFormat, moment)
export const timeName = (moment: Moment | Date): string => formatted(timeFormat, moment)

const weekdayFormat = new Intl.DateTimeFormat(DATE_LOCALE, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
})
/** "Wednesday 20 February 2019": the day, as a heading of minutes and as what tells days apart. */
export const dayKey = (moment: Moment): string => formatted(weekdayFormat, moment)

/** The delegation's name for a seat's code; the code itself for a seat the draft does not list. */
export const seatName = (register: Register, seat: string): string => register.delegations.get(seat)?.name ?? seat

/** "Expert, Delegation 16 (D16)": the name, and the seat where there is one. */
export function personName(register: Register, id: PersonId): string {
  const person = register.people.get(id)
  if (person === undefined) return "Someone"
  return person.seat === null ? person.name : `${person.name} (${person.seat})`
}
