// Where the words of each language are. Only those of the chosen one are ever loaded.

import type { UiLang } from "./languages"
import type { Messages } from "./messages"

const CATALOGUE: Record<UiLang, () => Promise<{ readonly messages: Messages }>> = {
  en: () => import("./messages/en"),
  ru: () => import("./messages/ru"),
  "uz-Latn": () => import("./messages/uz-Latn"),
  "kk-Cyrl": () => import("./messages/kk-Cyrl"),
  ky: () => import("./messages/ky"),
  tg: () => import("./messages/tg"),
  tk: () => import("./messages/tk"),
  fa: () => import("./messages/fa"),
  ar: () => import("./messages/ar"),
}

export const catalogue = async (lang: UiLang): Promise<Messages> => (await CATALOGUE[lang]()).messages
