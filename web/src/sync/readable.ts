// Values that change over time. A `Readable` is also a Svelte store: `$value` works on it.

/** A value to read now and to follow. */
export interface Readable<T> {
  get(): T;
  /** Calls `run` at once with the value, and again whenever it changes. Returns how to stop. */
  subscribe(run: (value: T) => void): () => void;
}

/** The end of a `Readable` that is written to. */
export class Cell<T> implements Readable<T> {
  readonly #followers = new Set<(value: T) => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get(): T {
    return this.#value;
  }

  /** Tells the followers, unless the value is the same one. */
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const run of [...this.#followers]) run(value);
  }

  subscribe(run: (value: T) => void): () => void {
    // One function may follow twice; each has its own end.
    const follower = (value: T): void => {
      run(value);
    };
    this.#followers.add(follower);
    run(this.#value);
    return () => {
      this.#followers.delete(follower);
    };
  }
}
