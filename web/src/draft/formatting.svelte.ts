// Bold, italic and link in the text that has the caret: which are on, and switching them.

import { toggleMark } from "prosemirror-commands"
import type { MarkType } from "prosemirror-model"
import { Plugin, type EditorState } from "prosemirror-state"
import type { EditorView } from "prosemirror-view"

type MarkName = "strong" | "em" | "link"
type Active = Readonly<Record<MarkName, boolean>>

const NONE: Active = { strong: false, em: false, link: false }

function isActive(state: EditorState, name: MarkName): boolean {
  const type: MarkType | undefined = state.schema.marks[name]
  if (type === undefined) return false
  const { from, to, empty } = state.selection
  if (empty) return type.isInSet(state.storedMarks ?? state.doc.resolve(from).marks()) !== undefined
  return state.doc.rangeHasMark(from, to, type)
}

class Formatting {
  #view: EditorView | null = null
  isAvailable = $state(false)
  active = $state.raw<Active>(NONE)

  /** For every editor: whichever has the focus is the one that the buttons work on. */
  readonly plugin = new Plugin({
    props: {
      handleDOMEvents: {
        focus: (view) => {
          this.#take(view)
        },
        blur: (view) => {
          if (this.#view === view) this.#leave()
        },
      },
    },
    view: () => ({
      update: (view) => {
        if (this.#view === view) this.#read(view.state)
      },
    }),
  })

  #take(view: EditorView): void {
    this.#view = view
    this.isAvailable = view.editable
    this.#read(view.state)
  }

  #leave(): void {
    this.#view = null
    this.isAvailable = false
    this.active = NONE
  }

  #read(state: EditorState): void {
    const now: Active = { strong: isActive(state, "strong"), em: isActive(state, "em"), link: isActive(state, "link") }
    const { active } = this
    if (now.strong !== active.strong || now.em !== active.em || now.link !== active.link) this.active = now
  }

  toggle(name: "strong" | "em"): void {
    const view = this.#view
    const type: MarkType | undefined = view?.state.schema.marks[name]
    if (view === null || type === undefined) return
    toggleMark(type)(view.state, view.dispatch)
  }

  /** The editor itself knows what the link is about: its own key asks for the dialog. */
  requestLink(): void {
    const key = { key: "k", code: "KeyK", bubbles: true, cancelable: true }
    const isMac = navigator.platform.startsWith("Mac")
    this.#view?.dom.dispatchEvent(new KeyboardEvent("keydown", { ...key, ctrlKey: !isMac, metaKey: isMac }))
  }
}

export const formatting = new Formatting()
