// What the rest of the page sees of the editor. No framework here.

import type { Plugin } from "prosemirror-state"

import type { DraftSync, Span } from "../sync"

/** One paragraph in one language, shown and perhaps edited in an element. */
export interface TextOptions {
  readonly sync: DraftSync
  /** The paragraph's id. */
  readonly paragraph: string
  readonly lang: string
  /** `automerge:…`; null while the register knows of none. */
  readonly url: string | null
  /** Set when the text is frozen: shown at these heads (hexadecimal), never with later local edits. */
  readonly frozen?: { readonly heads: readonly string[] } | undefined
  /** What to show until the text itself is here; of a frozen text, its wording at those heads. */
  readonly initialSpans: readonly Span[]
  /** False for observers and while the person may not write. A frozen text is never editable. */
  readonly editable: boolean
  /** The accessible name of the text field, such as "Recommendation 4". */
  readonly label: string
  /** The opening words, set apart where the text begins with them. */
  readonly opening?: string | null | undefined
  /** The sign of a footnote. Without it the register is asked. */
  readonly noteSign?: ((footnote: string) => string) | undefined
  readonly onFocus?: (() => void) | undefined
  readonly onBlur?: (() => void) | undefined
  /** The marks at the caret, whenever they change; null when the caret leaves. */
  readonly onMarks?: ((marks: ActiveMarks | null) => void) | undefined
  /** Where the caret is, and the letters around it, whenever either changes; null when it leaves or letters are selected. */
  readonly onCaret?: ((caret: Caret | null) => void) | undefined
  /** Mod-k, or `requestLink`. */
  readonly onLinkRequest?: ((request: LinkRequest) => void) | undefined
  readonly extraPlugins?: readonly Plugin[] | undefined
}

export interface Caret {
  /** All of the text's. */
  readonly letters: string
  /** So many of them (UTF-16) are before the caret. */
  readonly offset: number
}

export interface ActiveMarks {
  readonly strong: boolean
  readonly em: boolean
  readonly link: string | null
}

export interface LinkRequest {
  /** The link under the caret. */
  readonly current: string | null
  /** The selected words. */
  readonly words: string
  /** Sets the link, or takes it away with null. False if the address is none of http, https, mailto. */
  readonly set: (href: string | null) => boolean
}

export interface TextView {
  /** Takes new options; a changed `url` starts afresh with that text. */
  update(options: Partial<TextOptions>): void
  /** Puts the caret behind so many letters (UTF-16); without a number where it was. Scrolls there. */
  focus(offset?: number): void
  toggleMark(mark: "strong" | "em"): void
  requestLink(): void
  /** Takes these letters out, in one step of undo. Ranges are in order and do not overlap. */
  cut(ranges: readonly { readonly from: number; readonly to: number }[]): void
  destroy(): void
}

/**
 * Shows a text in `element`, whose children it owns from now on. The editor itself is mounted when the text is here and
 * the element near the screen; until then, and when frozen, the same wording stands there as plain HTML.
 */
export type MountText = (element: HTMLElement, options: TextOptions) => TextView
