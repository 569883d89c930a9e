// The copy in this browser. A browser may refuse to keep one (private window, full disk): then the page works without
// it and says so, rather than not at all.

import type { Chunk, StorageAdapterInterface, StorageKey } from "@automerge/automerge-repo/slim"

import { Cell, type Readable } from "./readable"

export class LocalCopy implements StorageAdapterInterface {
  readonly #storage: StorageAdapterInterface
  readonly #state = new Cell<"kept" | "none">("kept")

  constructor(storage: StorageAdapterInterface) {
    this.#storage = storage
  }

  /** `none` from the first failure on. */
  get state(): Readable<"kept" | "none"> {
    return this.#state
  }

  load(key: StorageKey): Promise<Uint8Array | undefined> {
    return this.#attempt(this.#storage.load(key), undefined)
  }

  save(key: StorageKey, data: Uint8Array): Promise<void> {
    return this.#attempt(this.#storage.save(key, data), undefined)
  }

  remove(key: StorageKey): Promise<void> {
    return this.#attempt(this.#storage.remove(key), undefined)
  }

  loadRange(prefix: StorageKey): Promise<Chunk[]> {
    return this.#attempt(this.#storage.loadRange(prefix), [])
  }

  removeRange(prefix: StorageKey): Promise<void> {
    return this.#attempt(this.#storage.removeRange(prefix), undefined)
  }

  async #attempt<T>(operation: Promise<T>, otherwise: T): Promise<T> {
    try {
      return await operation
    } catch {
      this.#state.set("none")
      return otherwise
    }
  }
}
