// The save state in words.

import type { SaveState } from "../sync"
import { say } from "../ui/messages"
import { timeName } from "../ui/names"

export interface SaveWords {
  readonly words: string
  readonly tone: "good" | "busy" | "warning" | "bad"
}

export function saveWords(state: SaveState | null, hasFailed: boolean, mayEdit: boolean): SaveWords {
  const { save } = say
  if (hasFailed) return { words: save.stopped(save.reasons.not_loaded), tone: "bad" }
  if (state === null) return { words: save.connecting, tone: "busy" }
  switch (state.kind) {
    case "saved":
      return { words: mayEdit ? save.saved : save.reading, tone: "good" }
    case "saving":
      return { words: state.changes === 0 ? save.connecting : save.saving(state.changes), tone: "busy" }
    case "hindered":
      return { words: save.hindered(save.obstacles[state.obstacle], state.changes), tone: "warning" }
    case "offline":
      return { words: save.offlineWith(state.changes, timeName(state.since)), tone: "warning" }
    case "stopped":
      return { words: save.stopped(save.reasons[state.reason]), tone: "bad" }
  }
}
