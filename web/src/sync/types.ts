// What the rest of the page sees of sync. No framework and no DOM here.

import type { DocHandle } from "@automerge/automerge-repo/slim"

import type { Readable } from "./readable"
import type { Register } from "./register"
import type { Span } from "./wording"

/** The Automerge document of a text. */
export interface TextDocument {
  body: string
}

/** Which draft to open, and as whom. */
export interface DraftSyncOptions {
  readonly draftId: string
  /** The person's id, as in `/api/v1/me`. */
  readonly person: string
  /** `automerge:…`, the `register` of `GET /api/v1/drafts/{id}`. */
  readonly registerUrl: string
  /** Whose texts are opened first. */
  readonly lang: string
}

/** Loads what sync needs (the WebAssembly module) and starts. Rejects only if that cannot be loaded. */
export type OpenDraft = (options: DraftSyncOptions) => Promise<DraftSync>

/** A draft kept in step with the server, with a copy in this browser. */
export interface DraftSync {
  /** Null until the local copy or the server has answered. Plain JSON in the register's own shape. */
  readonly register: Readable<Register | null>
  readonly saveState: Readable<SaveState>
  readonly connection: Readable<Connection>
  readonly presence: Presence
  /** `kept` while this browser keeps a copy of its own; otherwise closing the tab loses what is not saved. */
  readonly localCopy: Readable<"kept" | "none">
  /** The texts in this language are about to be opened: what is not in this browser comes in one answer. */
  expect(lang: string): void
  /** The text behind an `automerge:…` url; opened when first asked for. The same url gives the same object. */
  text(url: string): TextReplica
  /** Tries to connect now: after `stopped`, or when the person does not want to wait. */
  retry(): void
  /** Stops; what is not sent yet stays in this browser and is sent when the draft is opened again. */
  close(): Promise<void>
}

/** Where the words typed here are. */
export type SaveState =
  /** Every change made here is on the server's disk. */
  | { readonly kind: "saved" }
  /** Connected (or connecting for the first time), `changes` not yet confirmed. */
  | { readonly kind: "saving"; readonly changes: number }
  /** Connected, but nothing reaches the server's disk. `changes` wait in this browser and are sent by themselves. */
  | { readonly kind: "hindered"; readonly changes: number; readonly obstacle: Obstacle }
  /** No connection; `changes` wait in this browser's own storage. */
  | { readonly kind: "offline"; readonly changes: number; readonly since: Date }
  /** The server ended it, and trying again by itself would not help. `changes` wait in this browser. */
  | { readonly kind: "stopped"; readonly reason: StopReason; readonly changes: number }

/** Why the server does not confirm what it gets: the codes of its own problem documents, or it says nothing at all. */
export type Obstacle = "disk_full" | "store_unavailable" | "silent"

/** Why the server ended a connection for good: the stable codes of its close frames. */
export type StopReason = "signed_out" | "revoked" | "malformed" | "version" | "impersonation" | "refused" | "too_much"

export type Connection =
  /** `since`: without a connection since then; null while connecting for the first time. */
  | { readonly kind: "connecting"; readonly attempt: number; readonly since: Date | null }
  | { readonly kind: "open" }
  /** The next attempt is made at `retryAt`. */
  | { readonly kind: "waiting"; readonly attempt: number; readonly retryAt: Date; readonly since: Date }
  | { readonly kind: "stopped"; readonly reason: StopReason }
  | { readonly kind: "closed" }

/** One text as this browser has it. */
export interface TextReplica {
  readonly url: string
  readonly state: Readable<TextState>
  /** The present wording; null until it is here. */
  readonly wording: Readable<readonly Span[] | null>
  /** Null until `state` is `ready`. */
  readonly handle: DocHandle<TextDocument> | null
  /** Asks for this text before the others that still wait. */
  hurry(): void
  /** The wording at these heads (hexadecimal); null while they are not here. */
  wordingAt(heads: readonly string[]): readonly Span[] | null
}

export type TextState =
  /** In the queue, or on its way. */
  | "opening"
  | "ready"
  /** Neither here nor (as far as is known now) on the server; becomes `ready` if it arrives later. */
  | "unavailable"

/** Who else is here. Never stored. */
export interface Presence {
  /** Other people, one entry for each of their open pages. */
  readonly here: Readable<readonly Visitor[]>
  /** The carets of others in one text. */
  carets(url: string): Readable<readonly Caret[]>
  /** Tells the others where one is; at most ten times a second leave this page. */
  announce(place: Place): void
  /** Tells the others that one is in no paragraph any more. */
  leave(): void
}

/** Where one's caret is. */
export interface Place {
  readonly url: string
  readonly paragraph: string
  readonly lang: string
  /** Automerge cursors, so that they stay with their letters while others type. */
  readonly anchor: string
  readonly head: string
}

/** Somebody else's open page. Name and seat are the register's, never the sender's word. */
export interface Visitor {
  readonly peer: string
  readonly person: string
  readonly name: string
  readonly seat: string | null
  readonly paragraph: string
  readonly lang: string
}

export interface Caret extends Visitor {
  readonly anchor: string
  readonly head: string
}
