// A failure in words a person can act on.

import type { Failure } from "../api/failure"
import { say } from "./messages"

export interface FailureWords {
  readonly title: string
  readonly detail: string
  /** For a report to whoever runs the server. */
  readonly code: string | null
}

function wordsFor(code: string, status: number): Omit<FailureWords, "code"> | null {
  const { failures } = say
  if (code.startsWith("invitation")) {
    if (code.includes("used")) return failures.invitationUsed
    if (code.includes("expired")) return failures.invitationExpired
    return failures.invitationUnknown
  }
  const refusal = say.refusals[code]
  if (refusal !== undefined) return { title: failures.other.title, detail: refusal }
  if (code === "access_revoked") return failures.revoked
  if (code === "not_a_member") return failures.noMember
  if (code.includes("draft") && status === 404) return failures.unknownDraft
  if (status === 403) return failures.noRight
  return null
}

export function inWords(failure: Failure): FailureWords {
  const { failures } = say
  switch (failure.kind) {
    case "unreachable":
      return { ...failures.unreachable, code: null }
    case "signed-out":
      return { ...failures.signedOut, code: null }
    case "unreadable":
      return { ...failures.unreadable, code: failure.path }
    case "problem": {
      const words = wordsFor(failure.code, failure.status)
      const detail = failure.detail === "" ? failures.other.detail : failure.detail
      return { ...(words ?? { title: failures.other.title, detail }), code: failure.code || `${failure.status}` }
    }
  }
}
