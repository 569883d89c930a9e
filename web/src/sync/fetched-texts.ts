// The local copy, and what it lacks: the texts of a language come from the server in one answer, as the bytes on its
// disk, and go into the copy once they have proved readable. Whatever does not come like this is synced as ever.

import { cbor, type Chunk, type StorageAdapterInterface, type StorageKey } from "@automerge/automerge-repo/slim"

/** Where the copy says which languages have come. */
const FETCHED = "fetched-texts"
/** A text waits no longer than this for the answer; then it, and all others, are synced one by one. */
const WAIT_MS_MAX = 3_000

export interface FetchedTextsOptions {
  readonly copy: StorageAdapterInterface
  /** This page's own part of the keys: two tabs of one person do not write over each other's bytes. */
  readonly page: string
  /** Never fetched: it is no text. */
  readonly registerId: string
  /** The documents of a language's texts, encoded; null if they cannot be had. */
  fetch(lang: string, signal: AbortSignal): Promise<Uint8Array | null>
}

export class FetchedTexts implements StorageAdapterInterface {
  readonly #options: FetchedTextsOptions
  readonly #copy: StorageAdapterInterface
  readonly #expected = new Set<string>()
  readonly #fetching = new Map<Promise<void>, AbortController>()
  /** Came, and not asked for yet. */
  readonly #waiting = new Map<string, Uint8Array>()
  /** Given to the repo, which has not said yet that it can read them. */
  readonly #given = new Map<string, Chunk>()
  #patience: ReturnType<typeof setTimeout> | undefined

  constructor(options: FetchedTextsOptions) {
    this.#options = options
    this.#copy = options.copy
  }

  /** The texts of this language are about to be opened. They are fetched, unless an earlier visit has. */
  expect(lang: string): void {
    if (this.#expected.has(lang)) return
    this.#expected.add(lang)
    const abort = new AbortController()
    const fetching = this.#fetch(lang, abort.signal).finally(() => {
      this.#fetching.delete(fetching)
      if (this.#fetching.size === 0) this.#rest()
    })
    this.#fetching.set(fetching, abort)
  }

  /** The repo has read this document: what was fetched of it belongs into the copy, as the base of what follows. */
  keep(documentId: string): void {
    const chunk = this.#given.get(documentId)
    if (chunk?.data === undefined) return
    this.#given.delete(documentId)
    void this.#copy.save(chunk.key, chunk.data)
  }

  /** Waits for nothing any more. */
  close(): void {
    this.#rest()
    for (const abort of this.#fetching.values()) abort.abort()
  }

  async loadRange(prefix: StorageKey): Promise<Chunk[]> {
    const found = await this.#copy.loadRange(prefix)
    const [documentId, kind] = prefix
    if (found.length > 0 || documentId === undefined || kind !== "snapshot") return found
    const data = await this.#take(documentId)
    if (data === null) return found
    const chunk = { key: [documentId, kind, this.#options.page], data }
    this.#given.set(documentId, chunk)
    return [chunk]
  }

  load(key: StorageKey): Promise<Uint8Array | undefined> {
    return this.#copy.load(key)
  }

  save(key: StorageKey, data: Uint8Array): Promise<void> {
    return this.#copy.save(key, data)
  }

  remove(key: StorageKey): Promise<void> {
    return this.#copy.remove(key)
  }

  removeRange(prefix: StorageKey): Promise<void> {
    return this.#copy.removeRange(prefix)
  }

  async #take(documentId: string): Promise<Uint8Array | null> {
    if (documentId === this.#options.registerId) return null
    if (!this.#waiting.has(documentId) && this.#fetching.size > 0) {
      // Counted from when somebody waits: before that it costs nobody anything.
      this.#patience ??= setTimeout(() => {
        this.close()
      }, WAIT_MS_MAX)
      await Promise.all(this.#fetching.keys())
    }
    const data = this.#waiting.get(documentId) ?? null
    this.#waiting.delete(documentId)
    return data
  }

  #rest(): void {
    clearTimeout(this.#patience)
    this.#patience = undefined
  }

  async #fetch(lang: string, signal: AbortSignal): Promise<void> {
    const mark = [FETCHED, lang]
    if ((await this.#copy.load(mark)) !== undefined) return
    const body = await Promise.race([this.#options.fetch(lang, signal), aborted(signal)])
    const texts = body === null ? null : decode(body)
    if (texts === null) return
    for (const [documentId, data] of texts) this.#waiting.set(documentId, data)
    void this.#copy.save(mark, new Uint8Array())
  }
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      resolve(null)
    })
  })
}

/** Null if it is no map from document id to bytes. */
function decode(body: Uint8Array): Map<string, Uint8Array> | null {
  try {
    const value: unknown = cbor.decode(body)
    if (typeof value !== "object" || value === null) return null
    const texts = new Map<string, Uint8Array>()
    for (const [documentId, data] of Object.entries(value)) {
      if (!(data instanceof Uint8Array)) return null
      // A copy of its own: a part of the whole answer would be stored with all of it.
      texts.set(documentId, new Uint8Array(data))
    }
    return texts
  } catch {
    return null
  }
}
