// Which page an address stands for. The addresses are few and fixed, so this is all the router there is.

import type { DraftId, Lang } from "../api/types"

export type Route =
  | { readonly page: "drafts" }
  | { readonly page: "join"; readonly code: string }
  | { readonly page: "draft"; readonly id: DraftId; readonly lang: Lang | null }
  | { readonly page: "ledger"; readonly id: DraftId }
  | { readonly page: "people"; readonly id: DraftId }
  /** Where a provider's refusal is told. */
  | { readonly page: "sign-in"; readonly problem: string | null }
  | { readonly page: "unknown"; readonly path: string }

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part)
  } catch {
    return null
  }
}

export function parseRoute(url: URL): Route {
  const unknown: Route = { page: "unknown", path: url.pathname }
  const parts = url.pathname.split("/").filter((part) => part !== "")
  const [first, second, third] = parts
  if (first === undefined) return { page: "drafts" }
  if (first === "sign-in" && parts.length === 1) return { page: "sign-in", problem: url.searchParams.get("problem") }
  if (second === undefined || parts.length > 3) return unknown
  const name = decoded(second)
  if (name === null) return unknown
  if (third !== undefined) {
    const isKnown = third === "ledger" || third === "people"
    return first === "drafts" && isKnown ? { page: third, id: name as DraftId } : unknown
  }
  if (first === "join") return { page: "join", code: name }
  if (first === "drafts")
    return { page: "draft", id: name as DraftId, lang: url.searchParams.get("lang") as Lang | null }
  return unknown
}

export const draftPath = (id: DraftId, lang?: Lang): string =>
  `/drafts/${encodeURIComponent(id)}${lang === undefined ? "" : `?lang=${encodeURIComponent(lang)}`}`

/** A page about a draft rather than of it. */
export const aboutPath = (id: DraftId, page: "ledger" | "people"): string => `/drafts/${encodeURIComponent(id)}/${page}`

/** The code in what somebody pasted: a whole link, or the code alone. */
export function invitationCode(pasted: string): string | null {
  const trimmed = pasted.trim().replace(/\/+$/, "")
  const code = trimmed.slice(trimmed.lastIndexOf("/") + 1)
  return /^[1-9A-HJ-NP-Za-km-z]{8,64}$/.test(code) ? code : null
}
