// Why a request did not do what it was for. Every failure the person may see is one of these.

/** Codes of the server that the page has its own words for; any other keeps the server's `detail`. */
export type Failure =
  /** No answer: no network, or no server. */
  | { readonly kind: "unreachable" }
  /** No session, or one that ended. */
  | { readonly kind: "signed-out" }
  | { readonly kind: "problem"; readonly status: number; readonly code: string; readonly detail: string }
  /** An answer of another shape than agreed: page and server are of different versions. */
  | { readonly kind: "unreadable"; readonly path: string }

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

export const succeeded = <T>(value: T): Outcome<T> => ({ ok: true, value })
export const failed = (failure: Failure): Outcome<never> => ({ ok: false, failure })
