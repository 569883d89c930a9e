// A text in its place on the page: plain HTML while it is far away, not here yet or frozen; an editor otherwise.

import { toggleMark } from "prosemirror-commands"
import { history } from "prosemirror-history"
import { TextSelection, type EditorState, type Plugin, type Transaction } from "prosemirror-state"
import { EditorView } from "prosemirror-view"

import type { Span, TextReplica } from "../sync"
import { TextBinding } from "./binding"
import { boundTo } from "./bound-document"
import { caretDecorations, cursorOf, placeCarets } from "./carets"
import { keys } from "./keys"
import { letterDecorations, redraw } from "./letter-decorations"
import { activeMarks, linkRequest } from "./marks"
import { pasteParser, pasteText } from "./paste"
import { schema } from "./schema"
import { staticText } from "./static-text"
import type { ActiveMarks, MountText, TextOptions, TextView } from "./types"

/** Editors are mounted this far outside the screen. */
const NEAR = "60% 0px"
/** After an input method has composed, the editor reads its result from the page a moment later. */
const COMPOSED_MS = 60
/** One undo takes back what was typed without a longer pause. */
const UNDO_PAUSE_MS = 600
const RIGHT_TO_LEFT = /^(?:ar|fa|he|ps|ur|ug|sd|ckb)(?:-|$)/

export const mountText: MountText = (element, options) => new MountedText(element, options)

class MountedText implements TextView {
  readonly #element: HTMLElement
  readonly #observer: IntersectionObserver
  #options: TextOptions
  #replica: TextReplica | null = null
  /** Kept while the view is away: undo lives in its state. */
  #binding: TextBinding | null = null
  #view: EditorView | null = null
  #endings: (() => void)[] = []
  #isNear = false
  #isComposing = false
  #composed: ReturnType<typeof setTimeout> | undefined
  #caretsDue: ReturnType<typeof setTimeout> | undefined
  #focusAt: { offset: number | undefined } | null = null
  /** What stands there as plain HTML, as a key. */
  #standing: string | null = null
  #marks = ""

  constructor(element: HTMLElement, options: TextOptions) {
    this.#element = element
    this.#options = options
    this.#start()
    this.#observer = new IntersectionObserver(
      (entries) => {
        this.#isNear = entries.at(-1)?.isIntersecting ?? false
        if (this.#isNear) this.#replica?.hurry()
        this.#show()
      },
      { rootMargin: NEAR },
    )
    this.#observer.observe(element)
  }

  update(options: Partial<TextOptions>): void {
    const before = this.#options
    this.#options = { ...before, ...options }
    if (this.#options.url !== before.url || this.#options.sync !== before.sync) {
      this.#stop()
      this.#start()
      return
    }
    if (this.#view !== null) this.#binding?.dispatch(redraw(this.#view.state.tr))
    this.#view?.setProps({})
    this.#show()
  }

  focus(offset?: number): void {
    this.#isNear = true
    this.#focusAt = { offset }
    this.#replica?.hurry()
    this.#show()
    if (this.#view === null) this.#element.scrollIntoView({ block: "center" })
    else this.#takeFocus()
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
    const request = linkRequest(
      () => view.state,
      (tr) => {
        view.dispatch(tr)
        view.focus()
      },
    )
    this.#options.onLinkRequest?.(request)
  }

  destroy(): void {
    this.#observer.disconnect()
    this.#stop()
    this.#element.replaceChildren()
  }

  #start(): void {
    const { sync, url } = this.#options
    const show = (): void => {
      this.#show()
    }
    if (url !== null) {
      this.#replica = sync.text(url)
      if (this.#isNear) this.#replica.hurry()
      this.#endings.push(
        this.#replica.state.subscribe(show),
        this.#replica.wording.subscribe(show),
        sync.presence.carets(url).subscribe(() => {
          this.#planCarets()
        }),
      )
    }
    this.#endings.push(
      sync.register.subscribe(() => {
        if (this.#view !== null) this.#binding?.dispatch(redraw(this.#view.state.tr))
        else this.#show()
      }),
    )
    this.#show()
  }

  #stop(): void {
    clearTimeout(this.#composed)
    clearTimeout(this.#caretsDue)
    for (const end of this.#endings) end()
    this.#endings = []
    this.#unmount()
    this.#binding?.destroy()
    this.#binding = null
    this.#replica = null
    this.#isComposing = false
  }

  /** Brings what is on the page in line with what is known. */
  #show(): void {
    const { frozen, initialSpans } = this.#options
    const replica = this.#replica
    if (frozen !== undefined) {
      this.#showStatic(replica?.wordingAt(frozen.heads) ?? initialSpans)
    } else if (replica === null || replica.handle === null) {
      this.#showStatic(initialSpans)
    } else if (this.#isNear || this.#view?.hasFocus() === true) {
      this.#mount(replica)
    } else {
      this.#showStatic(replica.wording.get() ?? initialSpans)
    }
  }

  #showStatic(wording: readonly Span[]): void {
    this.#unmount()
    const { opening = null, lang } = this.#options
    const signs = wording.map(({ footnote }) => (footnote === undefined ? "" : this.#noteSign(footnote)))
    const standing = JSON.stringify([wording, opening, lang, signs])
    if (standing === this.#standing) return
    this.#standing = standing
    const body = document.createElement("div")
    for (const [name, value] of Object.entries(this.#bodyAttributes())) body.setAttribute(name, value)
    body.append(staticText({ wording, opening, noteSign: (footnote) => this.#noteSign(footnote) }))
    this.#element.replaceChildren(body)
  }

  #mount(replica: TextReplica): void {
    if (this.#view !== null || replica.handle === null) return
    this.#binding ??= new TextBinding({
      document: boundTo(replica.handle),
      plugins: this.#plugins(),
      onState: (state, transaction) => {
        this.#stateChanged(state, transaction)
      },
      isBusy: () => this.#isComposing,
    })
    const binding = this.#binding
    binding.catchUp()
    this.#element.replaceChildren()
    this.#standing = null
    this.#view = new EditorView(this.#element, {
      state: binding.state,
      editable: () => this.#isEditable(),
      attributes: () => this.#editorAttributes(),
      dispatchTransaction: (transaction) => {
        binding.dispatch(transaction)
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
    this.#planCarets()
    this.#takeFocus()
  }

  #unmount(): void {
    if (this.#view === null) return
    const hadFocus = this.#view.hasFocus()
    this.#view.destroy()
    this.#view = null
    this.#isComposing = false
    if (hadFocus) this.#blurred()
  }

  #plugins(): Plugin[] {
    return [
      history({ newGroupDelay: UNDO_PAUSE_MS }),
      ...keys(() => {
        this.requestLink()
      }),
      letterDecorations({
        opening: () => this.#options.opening ?? null,
        noteSign: (footnote) => this.#noteSign(footnote),
      }),
      caretDecorations(),
      ...(this.#options.extraPlugins ?? []),
    ]
  }

  #isEditable(): boolean {
    return this.#options.editable && this.#options.frozen === undefined
  }

  #bodyAttributes(): Record<string, string> {
    const { lang } = this.#options
    return { class: "text-body", lang, dir: RIGHT_TO_LEFT.test(lang) ? "rtl" : "auto" }
  }

  #editorAttributes(): Record<string, string> {
    const { label } = this.#options
    const role: Record<string, string> = this.#isEditable()
      ? { role: "textbox", "aria-multiline": "true", spellcheck: "true" }
      : { role: "group" }
    return { ...this.#bodyAttributes(), ...role, "aria-label": label }
  }

  #noteSign(footnote: string): string {
    const { noteSign, sync } = this.#options
    return noteSign?.(footnote) ?? sync.register.get()?.paragraphs[footnote]?.number ?? "*"
  }

  #stateChanged(state: EditorState, transaction: Transaction): void {
    this.#view?.updateState(state)
    if (transaction.docChanged) this.#planCarets()
    if (this.#view?.hasFocus() !== true) return
    if (transaction.docChanged || transaction.selectionSet) this.#announce()
    this.#tellMarks(activeMarks(state))
  }

  #focused(): void {
    // The browser sets its selection after the event.
    setTimeout(() => {
      if (this.#view?.hasFocus() !== true) return
      this.#announce()
      this.#options.onFocus?.()
      this.#tellMarks(activeMarks(this.#view.state))
    }, 0)
  }

  #blurred(): void {
    this.#options.sync.presence.leave()
    this.#tellMarks(null)
    this.#options.onBlur?.()
    this.#show()
  }

  #tellMarks(marks: ActiveMarks | null): void {
    const next = JSON.stringify(marks)
    if (next === this.#marks) return
    this.#marks = next
    this.#options.onMarks?.(marks)
  }

  #announce(): void {
    const { sync, url, paragraph, lang } = this.#options
    const document = this.#replica?.handle?.doc()
    if (this.#binding?.isCurrent !== true || document === undefined || url === null || !this.#isEditable()) return
    const { anchor, head } = this.#binding.state.selection
    sync.presence.announce({
      url,
      paragraph,
      lang,
      anchor: cursorOf(document, anchor),
      head: cursorOf(document, head),
    })
  }

  /** Soon, and once for many reasons: others' letters and carets often come together. */
  #planCarets(): void {
    if (this.#view === null || this.#caretsDue !== undefined) return
    this.#caretsDue = setTimeout(() => {
      this.#caretsDue = undefined
      const document = this.#replica?.handle?.doc()
      const { sync, url } = this.#options
      // While behind, the carets drawn already move with the text.
      if (this.#view === null || this.#binding?.isCurrent !== true || document === undefined || url === null) return
      const { tr } = this.#binding.state
      placeCarets(tr, sync.presence.carets(url).get(), document)
      this.#binding.dispatch(tr)
    }, 0)
  }

  #endComposition(): void {
    clearTimeout(this.#composed)
    this.#composed = setTimeout(() => {
      this.#isComposing = false
      this.#binding?.catchUp()
      this.#planCarets()
      this.#show()
    }, COMPOSED_MS)
  }

  #takeFocus(): void {
    const view = this.#view
    if (view === null || this.#focusAt === null) return
    const { offset } = this.#focusAt
    this.#focusAt = null
    if (offset !== undefined) {
      const at = Math.min(Math.max(offset + 1, 1), view.state.doc.content.size - 1)
      view.dispatch(view.state.tr.setSelection(TextSelection.create(view.state.doc, at)).scrollIntoView())
    }
    view.focus()
    view.dom.scrollIntoView({ block: "nearest" })
  }
}

/** In an editor a link is text; with Ctrl or Command it is followed. */
function followLink(event: MouseEvent): boolean {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null
  if (link === null || !(event.ctrlKey || event.metaKey)) return false
  window.open(link.getAttribute("href") ?? "", "_blank", "noopener,noreferrer")
  return true
}
