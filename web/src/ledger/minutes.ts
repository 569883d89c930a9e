// Ledger entries as the lines of minutes: who, what, and which paragraphs they are about.

import type { LedgerEntry } from "../api/ledger"
import type { Lang, ParagraphId, PersonId, Register } from "../api/types"
import { paragraphName } from "../draft/labels"
import { say } from "../ui/messages"
import { dayKey, languageName, personName, seated, seatName } from "../ui/names"

/** Stands in a sentence where the linked paragraphs go. */
const WHERE = "\uE000"
const LINKS_MAX = 8

export interface ParagraphLink {
  readonly id: ParagraphId
  readonly name: string
}

/** One act in words. */
export interface Minute {
  readonly entry: LedgerEntry
  readonly who: string
  /** Before and after the linked paragraphs; `after` is null where there are none. */
  readonly before: string
  readonly after: string | null
  readonly links: readonly ParagraphLink[]
  /** How many paragraphs are not named. */
  readonly more: number
  readonly lang: Lang | null
}

export interface Filter {
  readonly paragraph: ParagraphId | null
  readonly person: PersonId | null
  readonly kind: string | null
}

export const NO_FILTER: Filter = { paragraph: null, person: null, kind: null }

/** Those that an act is about, by its own words or by what it did. */
function concerned(register: Register, { act }: LedgerEntry): ReadonlySet<ParagraphId> {
  const proposal = register.proposals.find(({ id }) => id === act.proposal)
  return new Set([...act.paragraphs, ...act.touched, ...(proposal === undefined ? [] : [proposal.paragraph])])
}

export function matches(register: Register, entry: LedgerEntry, { paragraph, person, kind }: Filter): boolean {
  const proposer = register.proposals.find(({ id }) => id === entry.act.proposal)?.by
  return (
    (paragraph === null || concerned(register, entry).has(paragraph)) &&
    (person === null || [entry.by.id, entry.act.person, proposer].includes(person)) &&
    (kind === null || entry.act.type === kind)
  )
}

function sentence(register: Register, { act }: LedgerEntry): string {
  const { did } = say.ledger
  const named = act.isWholeDraft ? say.ledger.wholeDraft : WHERE
  const where = act.lang === null ? named : say.ledger.inLanguage(named, languageName(act.lang))
  const proposal = register.proposals.find(({ id }) => id === act.proposal)
  const whose = proposal === undefined ? say.ledger.someone : personName(register, proposal.by)
  const subject = act.person === null ? say.ledger.someone : personName(register, act.person)
  const role = act.role === null ? "" : say.roles[act.role]
  switch (act.type) {
    case "import":
      return did.import(act.symbol ?? register.symbol)
    case "join":
      return did.join(role, act.seat === null ? null : seatName(register, act.seat))
    case "freeze":
      return did.freeze(where)
    case "reopen":
      return did.reopen(where)
    case "set-status":
      return did.status(where, act.status === null ? "" : say.statuses[act.status])
    case "late-proposal":
      return did.late(where)
    case "accept-proposal":
      return did.accept(whose, where)
    case "reject-proposal":
      return did.reject(whose, where)
    case "withdraw-proposal":
      return did.withdraw(where)
    case "set-role":
      return did.setRole(subject, role)
    case "revoke":
      return did.revoke(subject)
    default:
      return did.other(act.type)
  }
}

export function minuteOf(register: Register, entry: LedgerEntry): Minute {
  const { act, by } = entry
  const proposal = register.proposals.find(({ id }) => id === act.proposal)
  const ids = act.paragraphs.length > 0 ? act.paragraphs : proposal === undefined ? [] : [proposal.paragraph]
  const links = ids.slice(0, LINKS_MAX).map((id) => {
    const paragraph = register.paragraphs.find((one) => one.id === id)
    return { id, name: paragraph === undefined ? id : paragraphName(register, paragraph) }
  })
  const [before = "", after] = sentence(register, entry).split(WHERE)
  return {
    entry,
    who: seated(by),
    before,
    after: after ?? null,
    links,
    more: ids.length - links.length,
    lang: act.lang ?? proposal?.lang ?? null,
  }
}

/** Minutes under the days on which they were done, in the reader's time zone. */
export function byDay(minutes: readonly Minute[]): readonly (readonly [day: string, readonly Minute[]])[] {
  return [...Map.groupBy(minutes, ({ entry }) => dayKey(entry.at))]
}
