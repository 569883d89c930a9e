// A failure in words a person can act on.

import type { Failure } from "../api/failure"
import { language } from "./language.svelte"
import { say, wordsOf } from "./messages"

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
    if (code === "invitation_unknown") return failures.invitationUnknown
  }
  const refusal = wordsOf(say.refusals, code)
  if (refusal !== undefined) return { title: failures.other.title, detail: refusal }
  if (code === "access_revoked") return failures.revoked
  if (code === "not_a_member") return failures.noMember
  if (code === "draft_unknown") return failures.unknownDraft
  if (status === 403) return failures.noRight
  return null
}

/** What the server says of a code. It speaks English, more exactly than we can; another language has words of its own. */
export function serverWords({ code, detail }: { readonly code: string; readonly detail: string }): string {
  const own = wordsOf(say.said, code)
  return language.tag === "en" ? detail || (own ?? "") : (own ?? detail)
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
      const { code, status } = failure
      const detail = serverWords(failure) || failures.other.detail
      return { ...(wordsFor(code, status) ?? { title: failures.other.title, detail }), code: code || `${status}` }
    }
  }
}
