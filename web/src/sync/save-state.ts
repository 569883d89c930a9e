// What may honestly be said about the words typed here.

import type { Connection, Obstacle, SaveState } from "./types"

/**
 * @param changes how many changes the server has not confirmed, over all texts
 * @param obstacle why not, if that is known
 */
export function saveState(connection: Connection, changes: number, obstacle: Obstacle | null): SaveState {
  switch (connection.kind) {
    case "open":
      if (changes === 0) return { kind: "saved" }
      return obstacle === null ? { kind: "saving", changes } : { kind: "hindered", changes, obstacle }
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
