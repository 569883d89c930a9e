// A text in its place on the page: plain HTML while it is far away, not here yet or frozen; an editor otherwise.

import type { Span, TextReplica } from "../sync"
import { LiveEditor } from "./live-editor"
import { bodyAttributes, staticText } from "./static-text"
import type { MountText, TextOptions, TextView } from "./types"

/** Editors are mounted this far outside the screen. */
const NEAR = "60% 0px"

export const mountText: MountText = (element, options) => new MountedText(element, options)

class MountedText implements TextView {
  readonly #element: HTMLElement
  readonly #observer: IntersectionObserver
  #options: TextOptions
  #replica: TextReplica | null = null
  /** Kept while its view is away: undo lives in its state. */
  #editor: LiveEditor | null = null
  #endings: (() => void)[] = []
  #isNear = false
  /** Asked for before the editor was there. */
  #focusAt: { readonly offset: number | undefined } | null = null
  /** What stands there as plain HTML, as a key. */
  #standing: string | null = null

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
    this.#show()
    this.#editor?.refresh()
  }

  focus(offset?: number): void {
    this.#isNear = true
    this.#focusAt = { offset }
    this.#replica?.hurry()
    this.#show()
    if (this.#editor?.isMounted !== true) this.#element.scrollIntoView({ block: "center" })
  }

  toggleMark(mark: "strong" | "em"): void {
    this.#editor?.toggleMark(mark)
  }

  requestLink(): void {
    this.#editor?.requestLink()
  }

  cut(ranges: readonly { readonly from: number; readonly to: number }[]): void {
    this.#editor?.cut(ranges)
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
          this.#editor?.placeCaretsSoon()
        }),
      )
    }
    this.#endings.push(
      sync.register.subscribe(() => {
        this.#editor?.refresh()
        this.#show()
      }),
    )
  }

  #stop(): void {
    for (const end of this.#endings.splice(0)) end()
    this.#editor?.destroy()
    this.#editor = null
    this.#replica = null
    this.#standing = null
  }

  /** Brings what is on the page in line with what is known. */
  #show(): void {
    const { frozen, initialSpans, url } = this.#options
    const replica = this.#replica
    if (frozen !== undefined) {
      this.#showStatic(replica?.wordingAt(frozen.heads) ?? initialSpans)
    } else if (replica === null || replica.handle === null || url === null) {
      this.#showStatic(initialSpans)
    } else if (this.#isNear || this.#editor?.hasFocus === true) {
      this.#editor ??= new LiveEditor({
        handle: replica.handle,
        url,
        text: () => this.#options,
        noteSign: (footnote) => this.#noteSign(footnote),
        onSettled: () => {
          this.#show()
        },
      })
      this.#showEditor(this.#editor)
    } else {
      this.#showStatic(replica.wording.get() ?? initialSpans)
    }
  }

  #showEditor(editor: LiveEditor): void {
    editor.mount(this.#element)
    this.#standing = null
    const focus = this.#focusAt
    this.#focusAt = null
    if (focus !== null) editor.focus(focus.offset)
  }

  #showStatic(wording: readonly Span[]): void {
    this.#editor?.unmount()
    const { opening = null, lang } = this.#options
    const signs = wording.map(({ footnote }) => (footnote === undefined ? "" : this.#noteSign(footnote)))
    const standing = JSON.stringify([wording, opening, lang, signs])
    if (standing === this.#standing) return
    this.#standing = standing
    const body = document.createElement("div")
    for (const [name, value] of Object.entries(bodyAttributes(lang))) body.setAttribute(name, value)
    body.append(staticText({ wording, opening, noteSign: (footnote) => this.#noteSign(footnote) }))
    this.#element.replaceChildren(body)
  }

  #noteSign(footnote: string): string {
    const { noteSign, sync } = this.#options
    return noteSign?.(footnote) ?? sync.register.get()?.paragraphs[footnote]?.number ?? "*"
  }
}
