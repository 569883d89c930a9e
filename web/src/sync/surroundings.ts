// What sync needs from where it runs, so that its tests run without a browser.

import type { StorageAdapterInterface } from "@automerge/automerge-repo/slim"

import type { Obstacle } from "./types"

/** The part of `WebSocket` that is used. */
export type Socket = Pick<
  WebSocket,
  "binaryType" | "readyState" | "bufferedAmount" | "onopen" | "onmessage" | "onclose" | "onerror" | "send" | "close"
>

/** What the server says about the session, asked when a connection was refused: a refused upgrade shows no reason. */
export type SessionAnswer = "valid" | "ended" | "unknown"

export interface Surroundings {
  /** Makes Automerge ready. */
  loadAutomerge(): Promise<void>
  connect(): Socket
  session(): Promise<SessionAnswer>
  /** Why the server does not confirm changes; null if it says that it can. Answers within a second. */
  obstacle(): Promise<Obstacle | null>
  /** The documents of a draft's texts in a language, as the server has them; null if it does not give them. */
  texts(draft: string, lang: string, signal: AbortSignal): Promise<Uint8Array | null>
  /** A store for this person and draft alone. */
  storage(name: string): StorageAdapterInterface
  /** Between 0 and 1. */
  random(): number
  /** Calls `run` when connecting is worth a try at once: the network is back, the page is looked at again. */
  onWake(run: () => void): () => void
  /** Calls `run` when the network is known to be gone. */
  onNetworkLost(run: () => void): () => void
  /** Calls `run` when the page may be about to end. */
  onHide(run: () => void): () => void
}
