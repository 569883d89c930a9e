// How languages, seats, people and moments are called on screen.

import type { Lang, Moment, PersonId, Register } from "../api/types"
import { say } from "./messages"

export { directionOf } from "./direction"

/** In the page's language: "Uzbek (Latin)". */
export const languageName = (lang: Lang): string => say.locale.language(lang)

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

/** "20 February 2019 at 14:25", in the reader's time zone; as it is, if it is no moment. */
export const momentName = (moment: Moment | Date): string => say.locale.moment(moment)
export const dayName = (moment: Moment | Date): string => say.locale.day(moment)
export const timeName = (moment: Moment | Date): string => say.locale.time(moment)

/** "Wednesday 20 February 2019": the day, as a heading of minutes and as what tells days apart. */
export const dayKey = (moment: Moment): string => say.locale.weekday(moment)

/** The delegation's name for a seat's code; the code itself for a seat the draft does not list. */
export const seatName = (register: Register, seat: string): string => register.delegations.get(seat)?.name ?? seat

/** "Expert, Delegation 16 (D16)": the name, and the seat where there is one. */
export function personName(register: Register, id: PersonId): string {
  const person = register.people.get(id)
  return person === undefined ? say.someone : seated(person)
}

/** A name, and the seat where there is one. */
export const seated = ({ name, seat }: { readonly name: string; readonly seat: string | null }): string =>
  seat === null ? name : `${name} (${seat})`
