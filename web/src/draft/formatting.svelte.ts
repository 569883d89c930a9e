// The text that has the caret: which marks are on and switching them, and the bracket that one is in.

import type { ActiveMarks, Caret, TextView } from "../editor"
import { settlingAt, type Settling } from "./brackets"

class Formatting {
  /** The text with the caret, and the marks at it; null while no editor has the focus. */
  #text = $state.raw<{ readonly view: TextView; readonly marks: ActiveMarks } | null>(null)
  #caret = $state.raw<{ readonly view: TextView; readonly caret: Caret } | null>(null)
  readonly #settling = $derived(
    this.#caret === null ? null : settlingAt(this.#caret.caret.letters, this.#caret.caret.offset),
  )

  get marks(): ActiveMarks | null {
    return this.#text?.marks ?? null
  }

  /** The bracket around the caret. */
  get bracket(): Settling | null {
    return this.#settling
  }

  take(view: TextView, marks: ActiveMarks | null): void {
    if (marks !== null) this.#text = { view, marks }
    else if (this.#text?.view === view) this.#text = null
  }

  takeCaret(view: TextView, caret: Caret | null): void {
    if (caret !== null) this.#caret = { view, caret }
    else if (this.#caret?.view === view) this.#caret = null
  }

  toggle(mark: "strong" | "em"): void {
    this.#text?.view.toggleMark(mark)
  }

  requestLink(): void {
    this.#text?.view.requestLink()
  }

  /** Settles the bracket around the caret: its words stay, or they go. */
  settle(how: "keep" | "drop"): void {
    const settling = this.#settling
    if (settling !== null) this.#caret?.view.cut(settling[how])
  }
}

export const formatting = new Formatting()
