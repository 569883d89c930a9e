// Which texts hold changes that the server has not confirmed, remembered beside their local copies, so that they are
// opened and sent at the next visit even if nobody looks at them.

import type { StorageAdapterInterface, StorageKey } from "@automerge/automerge-repo/slim"

const UNSENT = "unsent"
/** While changes keep coming, a text's note is written no more often than this. */
const REWRITE_MS_MIN = 2_000

export interface Unsent {
  readonly url: string
  /** What the server had confirmed, hexadecimal. */
  readonly heads: readonly string[]
  /** How many changes it had not. */
  readonly changes: number
}

export class UnsentTexts {
  readonly #storage: StorageAdapterInterface
  /** This page's own part of the keys: two tabs of one person do not wipe each other's notes. */
  readonly #page: string
  /** Notes of earlier visits, by document. */
  readonly #found = new Map<string, { note: Unsent; keys: StorageKey[] }>()
  readonly #writtenAt = new Map<string, number>()

  constructor(storage: StorageAdapterInterface, page: string) {
    this.#storage = storage
    this.#page = page
  }

  /** Reads what earlier visits left. */
  async load(): Promise<readonly Unsent[]> {
    for (const { key, data } of await this.#storage.loadRange([UNSENT])) {
      const note = data === undefined ? null : parse(data)
      const document = key[1]
      if (note === null || document === undefined) continue
      const found = this.#found.get(document)
      if (found === undefined) {
        this.#found.set(document, { note, keys: [key] })
      } else {
        found.keys.push(key)
        found.note = {
          url: note.url,
          heads: [...new Set([...found.note.heads, ...note.heads])],
          changes: Math.max(found.note.changes, note.changes),
        }
      }
    }
    return [...this.#found.values()].map(({ note }) => note)
  }

  /** What an earlier visit left of one text. */
  of(document: string): Unsent | null {
    return this.#found.get(document)?.note ?? null
  }

  async remember(document: string, note: Unsent): Promise<void> {
    const now = Date.now()
    if (now - (this.#writtenAt.get(document) ?? 0) < REWRITE_MS_MIN) return
    this.#writtenAt.set(document, now)
    await this.#storage.save([UNSENT, document, this.#page], new TextEncoder().encode(JSON.stringify(note)))
  }

  async forget(document: string): Promise<void> {
    const keys = this.#found.get(document)?.keys ?? []
    if (this.#writtenAt.delete(document)) keys.push([UNSENT, document, this.#page])
    this.#found.delete(document)
    // All are asked for now, so that a note written after this call is not wiped by it.
    await Promise.all(keys.map((key) => this.#storage.remove(key)))
  }
}

function parse(data: Uint8Array): Unsent | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(data))
    if (typeof value !== "object" || value === null) return null
    const { url, heads, changes } = value as Record<string, unknown>
    if (typeof url !== "string" || typeof changes !== "number" || !Array.isArray(heads)) return null
    return { url, changes, heads: heads.filter((head) => typeof head === "string") }
  } catch {
    return null
  }
}
