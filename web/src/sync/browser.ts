// Sync's surroundings in a browser: the only file of sync that touches `window`.

import { initializeWasm } from "@automerge/automerge-repo/slim"
import { IndexedDBStorageAdapter } from "@automerge/automerge-repo-storage-indexeddb"

import { fetchAutomerge, forgetAutomerge } from "./automerge-module"
import type { SessionAnswer, Socket, Surroundings } from "./surroundings"
import type { Obstacle } from "./types"

/** A server that does not even say whether it can save. */
const READY_MS_MAX = 1_000

let automerge: Promise<void> | null = null

async function loadAutomerge(): Promise<void> {
  const response = await fetchAutomerge()
  if (!response.ok) throw new Error(`The editor could not be loaded: ${response.url} answered ${response.status}.`)
  // The type leaves `Response` out; the glue code streams it.
  await initializeWasm(response as unknown as Request)
}

async function session(): Promise<SessionAnswer> {
  try {
    const answer = await fetch("/api/v1/me", { headers: { accept: "application/json" } })
    if (answer.status === 401) return "ended"
    return answer.ok ? "valid" : "unknown"
  } catch {
    return "unknown"
  }
}

async function obstacle(): Promise<Obstacle | null> {
  try {
    const answer = await fetch("/readyz", { cache: "no-store", signal: AbortSignal.timeout(READY_MS_MAX) })
    if (answer.ok) return null
    const problem: unknown = await answer.json()
    const isFull = typeof problem === "object" && problem !== null && "code" in problem && problem.code === "disk_full"
    return isFull ? "disk_full" : "store_unavailable"
  } catch {
    return "silent"
  }
}

async function texts(draft: string, lang: string, signal: AbortSignal): Promise<Uint8Array | null> {
  try {
    const query = new URLSearchParams({ lang })
    const answer = await fetch(`/api/v1/drafts/${encodeURIComponent(draft)}/texts?${query}`, { signal })
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null
  } catch {
    return null
  }
}

function listen(target: EventTarget, event: string, run: () => void): () => void {
  target.addEventListener(event, run)
  return () => {
    target.removeEventListener(event, run)
  }
}

export const browser: Surroundings = {
  async loadAutomerge() {
    automerge ??= loadAutomerge()
    try {
      await automerge
    } catch (error) {
      // A later try fetches again.
      automerge = null
      forgetAutomerge()
      throw error
    }
  },
  connect(): Socket {
    const url = new URL("/sync", location.href)
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:"
    return new WebSocket(url)
  },
  session,
  obstacle,
  texts,
  storage: (name) => new IndexedDBStorageAdapter(name),
  random: () => Math.random(),
  onWake(run) {
    const ends = [
      listen(window, "online", run),
      listen(document, "visibilitychange", () => {
        if (document.visibilityState === "visible") run()
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  },
  onNetworkLost: (run) => listen(window, "offline", run),
  onHide: (run) => listen(window, "pagehide", run),
}
