// Which way a language is read.

import type { Lang } from "../api/types"

/** Scripts written from right to left, by language. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(["ar", "fa", "ur", "he", "ps", "ug"])

export const directionOf = (lang: Lang): "ltr" | "rtl" =>
  RIGHT_TO_LEFT.has(lang.split("-")[0] ?? lang) ? "rtl" : "ltr"
