// Whether the key that signed is the one that somebody expects. A signature proves that whoever holds the key made the
// statement; whose key it is, only people can know.

import { fingerprintIn } from "./public-key"
import type { Verdict } from "./verify"

export type Trust =
  | { readonly kind: "none" }
  | { readonly kind: "unreadable" }
  | { readonly kind: "same"; readonly expected: string }
  | { readonly kind: "other"; readonly expected: string }

/** What to say of it all. */
export type Standing = "proved" | "unconfirmed" | "otherKey" | "refused"

export function trustIn(signer: string | null, pasted: string): Trust {
  if (pasted.trim() === "") return { kind: "none" }
  const expected = fingerprintIn(pasted)
  if (expected === null) return { kind: "unreadable" }
  return { kind: expected === signer ? "same" : "other", expected }
}

export function standing({ isValid }: Verdict, trust: Trust): Standing {
  if (!isValid) return "refused"
  if (trust.kind === "same") return "proved"
  return trust.kind === "other" ? "otherKey" : "unconfirmed"
}
