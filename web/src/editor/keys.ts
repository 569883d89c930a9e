// What keys do, and what the browser's own menus for undo and bold do.

import { baseKeymap, toggleMark } from "prosemirror-commands"
import { redo, undo } from "prosemirror-history"
import { keymap } from "prosemirror-keymap"
import { Plugin, type Command } from "prosemirror-state"

import { schema } from "./schema"

const breakLine: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(schema.nodes.line_break.create(), true).scrollIntoView())
  return true
}

/** What browsers ask for from menus, gestures and screen keyboards. */
const INPUT_TYPES: Readonly<Record<string, Command>> = {
  historyUndo: undo,
  historyRedo: redo,
  formatBold: toggleMark(schema.marks.strong),
  formatItalic: toggleMark(schema.marks.em),
}

export function keys(requestLink: () => void): Plugin[] {
  const link: Command = () => {
    requestLink()
    return true
  }
  return [
    keymap({
      "Mod-z": undo,
      "Mod-y": redo,
      "Shift-Mod-z": redo,
      "Mod-b": toggleMark(schema.marks.strong),
      "Mod-i": toggleMark(schema.marks.em),
      "Mod-k": link,
      Enter: breakLine,
      "Shift-Enter": breakLine,
    }),
    keymap(baseKeymap),
    new Plugin({
      props: {
        handleDOMEvents: {
          beforeinput(view, event) {
            const command = INPUT_TYPES[event.inputType]
            if (command === undefined) {
              // Underline and the like: no text can hold them.
              if (event.inputType.startsWith("format")) event.preventDefault()
              return event.inputType.startsWith("format")
            }
            event.preventDefault()
            command(view.state, view.dispatch)
            return true
          },
        },
      },
    }),
  ]
}
