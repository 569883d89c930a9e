// The words of this page in every language: in the file itself, which can fetch nothing.

import type { UiLang } from "../ui/languages"
import type { Verifying } from "../ui/messages"

const part = <K extends keyof Verifying>(files: Record<string, Verifying[K]>, name: K, lang: UiLang): Verifying[K] => {
  const words = files[`../ui/messages/${lang}/${name}.ts`]
  if (words === undefined) throw new Error(`${lang} has no ${name}`)
  return words
}

const LOCALE = import.meta.glob<Verifying["locale"]>("../ui/messages/*/locale.ts", { eager: true, import: "locale" })
const SHARED = import.meta.glob<Verifying["shared"]>("../ui/messages/*/shared.ts", { eager: true, import: "shared" })
const VERIFY = import.meta.glob<Verifying["verify"]>("../ui/messages/*/verify.ts", { eager: true, import: "verify" })

export const verifying = (lang: UiLang): Verifying => ({
  locale: part(LOCALE, "locale", lang),
  shared: part(SHARED, "shared", lang),
  verify: part(VERIFY, "verify", lang),
})
