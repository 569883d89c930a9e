// What may honestly be said about the words typed here.

import type { Connection, SaveState } from "./types"

/** @param changes how many changes the server has not confirmed, over all texts */
export function saveState(connection: Connection, changes: number): SaveState {
  switch (connection.kind) {
    case "open":
      return changes === 0 ? { kind: "saved" } : { kind: "saving", changes }
    case "connecting":
      return connection.since === null
        ? { kind: "saving", changes }
        : { kind: "offline", changes, since: connection.since }
    case "waiting":
      return { kind: "offline", changes, since: connection.since }
    case "stopped":
      return { kind: "stopped", reason: connection.reason, changes }
    case "closed":
      return { kind: "saving", changes }
  }
}

export function sameSaveState(one: SaveState, other: SaveState): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
