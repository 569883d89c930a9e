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
  /** What to show until the text itself is here. */
  readonly initialSpans: readonly Span[]
  /** False for observers and while the person may not write. A frozen text is never editable. */
  readonly editable: boolean
  /** The accessible name of the text field, such as "Recommendation 4". */
  readonly label: string
  readonly onFocus?: (() => void) | undefined
  readonly onBlur?: (() => void) | undefined
  /** Mod-k. `current` is the link under the caret; call `set` with an address, or null to take the link away. */
  readonly onLinkRequest?: ((request: LinkRequest) => void) | undefined
  /** A footnote's sign was activated. */
  readonly onFootnote?: ((footnote: string) => void) | undefined
  readonly extraPlugins?: readonly Plugin[] | undefined
}

export interface LinkRequest {
  readonly current: string | null
  /** The selected words. */
  readonly words: string
  /** False if the address is none of http, https, mailto: then nothing is changed. */
  readonly set: (href: string | null) => boolean
}

export interface TextView {
  /** Takes new options; a changed `url` starts afresh with that text. */
  update(options: Partial<TextOptions>): void
  focus(): void
  destroy(): void
}

/** Shows a text in `element`, whose children it owns from now on. The editor itself is mounted when it is near the screen. */
export type MountText = (element: HTMLElement, options: TextOptions) => TextView
