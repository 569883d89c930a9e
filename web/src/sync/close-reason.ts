// Why the server closes a connection, and whether coming back by oneself makes sense.

import type { StopReason } from "./types"

const STOP_REASONS: readonly StopReason[] = [
  "signed_out",
  "revoked",
  "malformed",
  "version",
  "impersonation",
  "refused",
  "too_much",
]

/** What to do after a close frame. */
export type AfterClose = "retry_soon" | "retry" | StopReason

/** Reads a close frame. The reason's first word is the server's stable code; the number stands in for it. */
export function afterClose(code: number, reason: string): AfterClose {
  const word = /^[a-z_]+/.exec(reason)?.[0]
  const named = STOP_REASONS.find((stop) => stop === word)
  if (named !== undefined) return named
  switch (code) {
    case 4401:
      return "signed_out"
    case 4403:
      return "revoked"
    case 1002:
      return "malformed"
    case 1008:
      return "refused"
    case 1009:
      return "too_much"
    case 1012: // restart
    case 1013: // this page was too slow to read
      return "retry_soon"
    default:
      return "retry"
  }
}
