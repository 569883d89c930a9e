// The editor of one text that is here: its state, which outlives the view, and the view while it is near the screen.

import type { DocHandle } from "@automerge/automerge-repo/slim"
import { toggleMark } from "prosemirror-commands"
import { closeHistory, history } from "prosemirror-history"
import { TextSelection, type EditorState, type Plugin, type Transaction } from "prosemirror-state"
import { EditorView } from "prosemirror-view"

import type { TextDocument } from "../sync"
import { TextBinding } from "./binding"
import { boundTo } from "./bound-document"
import { caretDecorations, cursorOf, placeCarets, spreadLabels } from "./carets"
import { keys } from "./keys"
import { letterDecorations, redraw } from "./letter-decorations"
import { activeMarks, linkRequest } from "./marks"
import { pasteParser, pasteText } from "./paste"
import { schema } from "./schema"
import { bodyAttributes } from "./static-text"
import type { ActiveMarks, TextOptions } from "./types"

/** After an input method has composed, the editor reads its result from the page a moment later. */
const COMPOSED_MS = 60
/** One undo takes back what was typed without a longer pause. */
const UNDO_PAUSE_MS = 600

type Timer = ReturnType<typeof setTimeout>

export interface LiveEditorOptions {
  readonly handle: DocHandle<TextDocument>
  /** The text's url: where carets are told. */
  readonly url: string
  /** As they are now. */
  readonly text: () => TextOptions
  readonly noteSign: (footnote: string) => string
  /** The caret has left, or an input method has finished: what is shown may have to change. */
  readonly onSettled: () => void
}

export class LiveEditor {
  readonly #options: LiveEditorOptions
  readonly #binding: TextBinding
  #view: EditorView | null = null
  #isComposing = false
  #composed: Timer | undefined
  #caretsDue: Timer | undefined
  #marks = ""

  constructor(options: LiveEditorOptions) {
    this.#options = options
    this.#binding = new TextBinding({
      document: boundTo(options.handle),
      plugins: this.#plugins(),
      onState: (state, transaction) => {
        this.#stateChanged(state, transaction)
      },
      isBusy: () => this.#isComposing,
    })
  }

  get isMounted(): boolean {
    return this.#view !== null
  }

  get hasFocus(): boolean {
    return this.#view?.hasFocus() === true
  }

  mount(element: HTMLElement): void {
    if (this.#view !== null) return
    this.#binding.catchUp()
    element.replaceChildren()
    this.#view = new EditorView(element, {
      state: this.#binding.state,
      editable: () => this.#isEditable,
      attributes: () => this.#attributes(),
      dispatchTransaction: (transaction) => {
        this.#binding.dispatch(transaction)
      },
      clipboardParser: pasteParser,
      clipboardTextParser: (text) => pasteText(text),
      handleClick: (_view, _at, event) => followLink(event),
      handleDOMEvents: {
        focus: () => {
          this.#focused()
        },
        blur: () => {
          this.#blurred()
        },
        compositionstart: () => {
          clearTimeout(this.#composed)
          this.#isComposing = true
        },
        compositionend: () => {
          this.#endComposition()
        },
      },
    })
    this.placeCaretsSoon()
  }

  /** Takes the view away; the state with its undo stays. */
  unmount(): void {
    if (this.#view === null) return
    const hadFocus = this.hasFocus
    this.#view.destroy()
    this.#view = null
    this.#isComposing = false
    if (hadFocus) this.#blurred()
  }

  destroy(): void {
    clearTimeout(this.#composed)
    clearTimeout(this.#caretsDue)
    this.unmount()
    this.#binding.destroy()
  }

  /** The options, or what the register says, have changed. */
  refresh(): void {
    if (this.#view === null) return
    this.#binding.dispatch(redraw(this.#binding.state.tr))
    this.#view.setProps({})
  }

  focus(offset: number | undefined): void {
    const view = this.#view
    if (view === null) return
    if (offset !== undefined) {
      const at = Math.min(Math.max(offset + 1, 1), view.state.doc.content.size - 1)
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)).scrollIntoView())
    }
    view.focus()
    view.dom.scrollIntoView({ block: "nearest" })
  }

  toggleMark(mark: "strong" | "em"): void {
    const view = this.#view
    if (view?.editable !== true) return
    toggleMark(schema.marks[mark])(view.state, view.dispatch)
    view.focus()
  }

  requestLink(): void {
    const view = this.#view
    if (view?.editable !== true) return
    const dispatch = (tr: Transaction): void => {
      view.dispatch(tr)
      view.focus()
    }
    this.#options.text().onLinkRequest?.(linkRequest(() => view.state, dispatch))
  }

  cut(ranges: readonly { readonly from: number; readonly to: number }[]): void {
    const view = this.#view
    if (view?.editable !== true) return
    const tr = closeHistory(view.state.tr)
    for (const { from, to } of ranges.toReversed()) tr.delete(from + 1, to + 1)
    view.dispatch(tr.scrollIntoView())
    view.focus()
  }

  /** Soon, and once for many reasons: others' letters and carets often come together. */
  placeCaretsSoon(): void {
    if (this.#view === null || this.#caretsDue !== undefined) return
    this.#caretsDue = setTimeout(() => {
      this.#caretsDue = undefined
      // While behind, the carets drawn already move with the text.
      if (this.#view === null || !this.#binding.isCurrent || this.#isComposing) return
      const { tr } = this.#binding.state
      const carets = this.#options.text().sync.presence.carets(this.#options.url).get()
      placeCarets(tr, carets, this.#options.handle.doc())
      this.#binding.dispatch(tr)
      spreadLabels(this.#view.dom)
    }, 0)
  }

  #plugins(): Plugin[] {
    const { text, noteSign } = this.#options
    return [
      history({ newGroupDelay: UNDO_PAUSE_MS }),
      ...keys(() => {
        this.requestLink()
      }),
      letterDecorations({ opening: () => text().opening ?? null, noteSign }),
      caretDecorations(),
      ...(text().extraPlugins ?? []),
    ]
  }

  get #isEditable(): boolean {
    const { editable, frozen } = this.#options.text()
    return editable && frozen === undefined
  }

  #attributes(): Record<string, string> {
    const { label, lang } = this.#options.text()
    const role: Record<string, string> = this.#isEditable
      ? { role: "textbox", "aria-multiline": "true", spellcheck: "true" }
      : { role: "group" }
    return { ...bodyAttributes(lang), ...role, "aria-label": label }
  }

  #stateChanged(state: EditorState, transaction: Transaction): void {
    this.#view?.updateState(state)
    if (transaction.docChanged) this.placeCaretsSoon()
    if (!this.hasFocus) return
    if (transaction.docChanged || transaction.selectionSet) {
      this.#announce()
      this.#tellCaret()
    }
    this.#tellMarks(activeMarks(state))
  }

  #focused(): void {
    // The browser sets its selection after the event.
    setTimeout(() => {
      if (!this.hasFocus) return
      this.#announce()
      this.#options.text().onFocus?.()
      this.#tellMarks(activeMarks(this.#binding.state))
      this.#tellCaret()
    }, 0)
  }

  #blurred(): void {
    const { sync, onBlur, onCaret } = this.#options.text()
    sync.presence.leave()
    this.#tellMarks(null)
    onCaret?.(null)
    onBlur?.()
    this.#options.onSettled()
  }

  #tellMarks(marks: ActiveMarks | null): void {
    const next = JSON.stringify(marks)
    if (next === this.#marks) return
    this.#marks = next
    this.#options.text().onMarks?.(marks)
  }

  #tellCaret(): void {
    const { doc, selection } = this.#binding.state
    const letters = doc.textBetween(0, doc.content.size)
    this.#options.text().onCaret?.(selection.empty ? { letters, offset: selection.head - 1 } : null)
  }

  #announce(): void {
    if (!this.#binding.isCurrent || !this.#isEditable) return
    const { sync, paragraph, lang } = this.#options.text()
    const document = this.#options.handle.doc()
    const { anchor, head } = this.#binding.state.selection
    sync.presence.announce({
      url: this.#options.url,
      paragraph,
      lang,
      anchor: cursorOf(document, anchor),
      head: cursorOf(document, head),
    })
  }

  #endComposition(): void {
    clearTimeout(this.#composed)
    this.#composed = setTimeout(() => {
      this.#isComposing = false
      this.#binding.catchUp()
      this.placeCaretsSoon()
      this.#options.onSettled()
    }, COMPOSED_MS)
  }
}

/** In an editor a link is text; with Ctrl or Command it is followed. */
function followLink(event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null
  if (link === null || !(event.ctrlKey || event.metaKey)) return false
  window.open(link.getAttribute("href") ?? "", "_blank", "noopener,noreferrer")
  return true
}
