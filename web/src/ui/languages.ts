// Which languages the interface has, and which of them somebody wants. No framework: this comes before all else.

/** The languages of the interface, each as its readers call it. Each has a folder in `messages/`. */
export const LANGUAGES = {
  en: "English",
  ru: "Русский",
  "uz-Latn": "Oʻzbekcha",
  "kk-Cyrl": "Қазақша",
  ky: "Кыргызча",
  tg: "Тоҷикӣ",
  tk: "Türkmençe",
  fa: "فارسی",
  ar: "العربية",
} as const
export type UiLang = keyof typeof LANGUAGES
export const UI_LANGS = Object.keys(LANGUAGES) as readonly UiLang[]

const KEY = "interface-language"
const isUiLang = (tag: string | null): tag is UiLang => tag !== null && Object.hasOwn(LANGUAGES, tag)
const baseOf = (tag: string): string => tag.split("-")[0] ?? tag

/** The first of the wanted languages that there is; scripts and countries do not matter. */
export function bestOf(wanted: readonly string[]): UiLang {
  for (const tag of wanted) {
    const found = UI_LANGS.find((lang) => baseOf(lang) === baseOf(tag.toLowerCase()))
    if (found !== undefined) return found
  }
  return "en"
}

/** A browser may forbid its storage; then the choice lasts as long as the page. */
function remembered(): UiLang | null {
  try {
    const kept = localStorage.getItem(KEY)
    return isUiLang(kept) ? kept : null
  } catch {
    return null
  }
}

export function remember(lang: UiLang): void {
  try {
    localStorage.setItem(KEY, lang)
  } catch {
    // See above.
  }
}

/** What was chosen here before, else what the browser asks for, else English. */
export const preferredLanguage = (): UiLang => remembered() ?? bestOf(navigator.languages)
