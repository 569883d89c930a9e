// Asks why, when what was typed here waits too long for the server's word. The socket itself says nothing about that.

import type { Obstacle } from "./types"

/** Together with the answer's way well below two seconds. */
const ASK_AFTER_MS = 1_300
const ASK_AGAIN_MS = 1_000

export class ObstacleWatch {
  readonly #ask: () => Promise<Obstacle | null>
  readonly #changed: () => void
  #current: Obstacle | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Counts the times of waiting: an answer that comes after the end of its own is of no use. */
  #round = 0
  #isWaiting = false

  constructor(ask: () => Promise<Obstacle | null>, changed: () => void) {
    this.#ask = ask
    this.#changed = changed
  }

  /** What is in the way, as far as is known; null while nothing waits for long. */
  get current(): Obstacle | null {
    return this.#current
  }

  /** Whether anything waits for the server's word now. */
  waits(isWaiting: boolean): void {
    if (isWaiting === this.#isWaiting) return
    this.#isWaiting = isWaiting
    this.#round += 1
    clearTimeout(this.#timer)
    if (isWaiting) this.#askIn(ASK_AFTER_MS, this.#round)
    else this.#current = null
  }

  #askIn(ms: number, round: number): void {
    this.#timer = setTimeout(() => {
      void this.#ask().then((obstacle) => {
        if (round !== this.#round) return
        this.#askIn(ASK_AGAIN_MS, round)
        if (obstacle === this.#current) return
        this.#current = obstacle
        this.#changed()
      })
    }, ms)
  }
}
