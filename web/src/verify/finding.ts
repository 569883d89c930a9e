// What was found out about a file. Words for it are the page's.

import type { Unread } from "./statement"

/** One text of the draft, with the wording that was frozen and the one that is there, where they are known. */
export interface Place {
  readonly paragraph: string
  readonly lang: string
  readonly frozen: string | null
  readonly found: string | null
}

/** How the bytes differ. */
export interface Hashes {
  readonly certified: string
  readonly found: string
}

export type Right =
  | { readonly kind: "manifest"; readonly files: number }
  | { readonly kind: "signatures" }
  | { readonly kind: "detached" }
  | { readonly kind: "part" }
  | { readonly kind: "certified"; readonly as: string }
  | { readonly kind: "wordings"; readonly texts: number }

/** What nothing is proved of. */
export interface Note {
  readonly kind: "uncovered" | "notGiven"
}

export type Wrong =
  | Unread
  | { readonly kind: "badKey" | "badSignatures" | "badSignature" | "keyMissing" | "several" }
  | { readonly kind: "tooLarge" | "tooMany" | "damaged" | "packedAnew" | "noCertificate" }
  | { readonly kind: "manifestMissing" | "manifestAltered" | "otherHash" | "unlisted" | "listedMissing" }
  | { readonly kind: "partAltered" | "partMissing" | "certifiedMissing" | "added" }
  | { readonly kind: "certifiedAltered"; readonly hashes: Hashes }
  | { readonly kind: "foreign" | "uncheckable" }
  | { readonly kind: "otherWording"; readonly place: Place; readonly more: number }

export type What = Right | Note | Wrong

export interface Finding {
  readonly file: string
  readonly level: "right" | "note" | "wrong"
  readonly what: What
}

export const right = (file: string, what: Right): Finding => ({ file, level: "right", what })
export const note = (file: string, what: Note): Finding => ({ file, level: "note", what })
export const wrong = (file: string, what: Wrong): Finding => ({ file, level: "wrong", what })
