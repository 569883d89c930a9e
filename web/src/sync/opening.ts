// The order in which texts are opened: a few at a time, the ones somebody looks at first.

/** Each takes a round trip and some milliseconds of script; more at once would hold up the ones on screen. */
const OPENING_MAX = 6

/** Opens one text; settles when it is there or known not to be. */
export type Open = () => Promise<void>

export class OpeningQueue {
  readonly #waiting: Open[] = []
  #running = 0

  add(open: Open): void {
    this.#waiting.push(open)
    this.#next()
  }

  /** Puts one that still waits in front of the others. */
  hurry(open: Open): void {
    const at = this.#waiting.indexOf(open)
    if (at > 0) this.#waiting.unshift(...this.#waiting.splice(at, 1))
  }

  clear(): void {
    this.#waiting.length = 0
  }

  #next(): void {
    while (this.#running < OPENING_MAX) {
      const open = this.#waiting.shift()
      if (open === undefined) return
      this.#running += 1
      void open().finally(() => {
        this.#running -= 1
        this.#next()
      })
    }
  }
}
