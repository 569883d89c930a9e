// Every word the page itself says, in the language that was chosen. English is the type: a language that lacks a key, or
// has one more, does not compile.

import { language } from "../language.svelte"
import type { messages } from "./en"
import type { page } from "./en/page"
import type { verify } from "./en/verify"

export type Messages = typeof messages
/** What has no file of its own in English's folder but `page.ts`. */
export type Page = typeof page
/** What the page that verifies says. The other page does not carry it. */
export type Verifying = Pick<Messages, "locale" | "shared"> & { readonly verify: typeof verify }

/** The chosen language's words: read where they are shown, never kept, since somebody may choose another. */
const spoken: object = new Proxy({}, { get: (_, key) => Reflect.get(language.words, key) as unknown })

export const say = spoken as Messages
export const sayVerifying = spoken as Verifying

/** The words for a key from outside, if there are any. */
export const wordsOf = (words: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined
