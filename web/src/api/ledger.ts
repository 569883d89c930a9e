// The ledger, as the API pages it. Acts of a kind that this page does not know are kept by name, never dropped.

import type { Reader } from "./read"
import {
  ROLES,
  STATUSES,
  type Lang,
  type Moment,
  type ParagraphId,
  type PersonId,
  type ProposalId,
  type Role,
  type Status,
} from "./types"

/** What an act says of itself; what it does not say is null or empty. */
export interface LedgerAct {
  readonly type: string
  /** Named by the act. */
  readonly paragraphs: readonly ParagraphId[]
  /** Changed by it, parts and footnotes included. */
  readonly touched: readonly ParagraphId[]
  readonly isWholeDraft: boolean
  readonly lang: Lang | null
  readonly status: Status | null
  readonly proposal: ProposalId | null
  readonly reason: string | null
  /** Whom it is about. */
  readonly person: PersonId | null
  readonly role: Role | null
  readonly seat: string | null
  readonly symbol: string | null
}

export interface LedgerEntry {
  readonly seq: number
  readonly at: Moment
  readonly by: { readonly id: PersonId; readonly name: string; readonly seat: string | null }
  readonly act: LedgerAct
  /** The hash chain up to here, hexadecimal. */
  readonly chain: string
}

export interface LedgerPart {
  readonly entries: readonly LedgerEntry[]
  /** Where the next part begins; null if this is the last. */
  readonly next: number | null
}

export function readLedgerPart(answer: Reader): LedgerPart {
  return { entries: answer.field("entries").list(readEntry), next: answer.field("next").optional((at) => at.number()) }
}

function readEntry(at: Reader): LedgerEntry {
  const by = at.field("by")
  return {
    seq: at.field("seq").number(),
    at: at.field("at").id<Moment>(),
    by: {
      id: by.field("id").id<PersonId>(),
      name: by.field("name").string(),
      seat: by.field("seat").optional((seat) => seat.string()),
    },
    act: readAct(at.field("act"), at.field("answer")),
    chain: at.field("chain").string(),
  }
}

function readAct(act: Reader, answer: Reader): LedgerAct {
  const word = (name: string): string | null => act.field(name).optional((word) => word.string())
  const one = word("paragraph") as ParagraphId | null
  const texts = answer.isMissing || answer.isList ? [] : answer.field("texts").list((text) => text.field("paragraph"))
  const touched = texts.map((paragraph) => paragraph.id<ParagraphId>())
  const role = word("role")
  const status = word("status")
  return {
    type: act.field("type").string(),
    paragraphs: one === null ? act.field("paragraphs").list((id) => id.id<ParagraphId>()) : [one],
    touched: [...new Set(touched)],
    isWholeDraft: word("scope") === "draft",
    lang: word("lang") as Lang | null,
    status: STATUSES.find((known) => known === status) ?? null,
    proposal: word("proposal") as ProposalId | null,
    reason: word("reason"),
    person: word("person") as PersonId | null,
    role: ROLES.find((known) => known === role) ?? null,
    seat: word("seat"),
    symbol: word("symbol"),
  }
}
