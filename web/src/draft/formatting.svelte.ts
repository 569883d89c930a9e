// Bold, italic and link in the text that has the caret: which are on, and switching them.

import type { ActiveMarks, TextView } from "../editor"

class Formatting {
  /** The text with the caret, and the marks at it; null while no editor has the focus. */
  #text = $state.raw<{ readonly view: TextView; readonly marks: ActiveMarks } | null>(null)

  get marks(): ActiveMarks | null {
    return this.#text?.marks ?? null
  }

  take(view: TextView, marks: ActiveMarks | null): void {
    if (marks !== null) this.#text = { view, marks }
    else if (this.#text?.view === view) this.#text = null
  }

  toggle(mark: "strong" | "em"): void {
    this.#text?.view.toggleMark(mark)
  }

  requestLink(): void {
    this.#text?.view.requestLink()
  }
}

export const formatting = new Formatting()
