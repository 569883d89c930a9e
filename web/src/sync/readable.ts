// Values that change over time. A `Readable` is also a Svelte store: `$value` works on it.

/** A value to read now and to follow. */
export interface Readable<T> {
  get(): T
  /** Calls `run` at once with the value, and again whenever it changes. Returns how to stop. */
  subscribe(run: (value: T) => void): () => void
}

/** The end of a `Readable` that is written to. */
export class Cell<T> implements Readable<T> {
  readonly #followers = new Set<(value: T) => void>()
  #value: T

  constructor(value: T) {
    this.#value = value
  }

  get(): T {
    return this.#value
  }

  /** Tells the followers, unless the value is the same one. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return
    this.#value = value
    for (const run of [...this.#followers]) run(value)
  }

  subscribe(run: (value: T) => void): () => void {
    // One function may follow twice; each has its own end.
    const follower = (value: T): void => {
      run(value)
    }
    this.#followers.add(follower)
    run(this.#value)
    return () => {
      this.#followers.delete(follower)
    }
  }
}

/** A value computed when somebody looks, after `invalidate` said that it may have changed. */
export class Derived<T> implements Readable<T> {
  readonly #compute: () => T
  readonly #cell: Cell<T | undefined> = new Cell<T | undefined>(undefined)
  #followers = 0
  #stale = true

  constructor(compute: () => T) {
    this.#compute = compute
  }

  invalidate(): void {
    this.#stale = true
    if (this.#followers > 0) this.get()
  }

  get(): T {
    if (this.#stale) {
      this.#stale = false
      this.#cell.set(this.#compute())
    }
    return this.#cell.get() as T
  }

  subscribe(run: (value: T) => void): () => void {
    this.get()
    this.#followers += 1
    const end = this.#cell.subscribe((value) => {
      run(value as T)
    })
    let ended = false
    return () => {
      if (ended) return
      ended = true
      this.#followers -= 1
      end()
    }
  }
}
