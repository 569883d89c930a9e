// The keys that work anywhere in a draft. None of them types a letter on any layout.

import { dialogs } from "./dialogs.svelte"
import { formatting } from "./formatting.svelte"
import { goToBracket, goToParagraph } from "./reading"
import { settleBracket } from "./settle"
import type { DraftStore } from "./store.svelte"

function freezeOrReopen(store: DraftStore): void {
  const paragraph = store.current === null ? null : store.paragraph(store.current)
  if (paragraph === null || !store.mayModerate) return
  const kind = store.isFrozen(paragraph) ? "reopen" : "freeze"
  dialogs.open({ kind, target: { kind: "paragraph", id: paragraph.id } })
}

function actionFor(event: KeyboardEvent, store: DraftStore): (() => void) | null {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event
  if (key === "F8")
    return () => {
      goToBracket(store, shiftKey ? -1 : 1)
    }
  if (key === "F9")
    return () => {
      freezeOrReopen(store)
    }
  if (altKey && !ctrlKey && !metaKey && (key === "ArrowDown" || key === "ArrowUp")) {
    return () => {
      goToParagraph(store, key === "ArrowDown" ? 1 : -1)
    }
  }
  if ((ctrlKey || metaKey) && key === "/")
    return () => {
      dialogs.open({ kind: "shortcuts" })
    }
  return null
}

/** Before the editor hears of them: it keeps Enter for itself. */
function settleByKey(event: KeyboardEvent): void {
  const { key, ctrlKey, metaKey, altKey } = event
  if (!altKey || ctrlKey || metaKey || (key !== "Enter" && key !== "Delete")) return
  if (formatting.bracket === null || dialogs.current !== null) return
  event.preventDefault()
  event.stopPropagation()
  settleBracket(key === "Enter" ? "keep" : "drop")
}

/** Listens until the returned function is called. A dialog that is open has the keys to itself. */
export function keys(store: DraftStore): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || dialogs.current !== null) return
    const action = actionFor(event, store)
    if (action === null) return
    event.preventDefault()
    action()
  }
  addEventListener("keydown", settleByKey, { capture: true })
  addEventListener("keydown", onKey)
  return () => {
    removeEventListener("keydown", settleByKey, { capture: true })
    removeEventListener("keydown", onKey)
  }
}
