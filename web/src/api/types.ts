// The shapes the server speaks in: the register (camelCase, as it is on the wire) and what is derived from it.

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

export type DraftId = Branded<"DraftId">
export type ParagraphId = Branded<"ParagraphId">
export type PersonId = Branded<"PersonId">
export type SessionId = Branded<"SessionId">
export type ProposalId = Branded<"ProposalId">
/** `automerge:…` of a text, a fork or the register. */
export type DocumentUrl = Branded<"DocumentUrl">
/** A language tag such as `uz-Latn`. */
export type Lang = Branded<"Lang">
/** RFC 3339. */
export type Moment = Branded<"Moment">

export const KINDS = [
  "title",
  "subtitle",
  "preambular",
  "chapeau",
  "heading",
  "recommendation",
  "subparagraph",
  "footnote",
] as const
export type Kind = (typeof KINDS)[number]

export const STATUSES = [
  "draft",
  "bracketed",
  "agreed_ad_ref",
  "agreed",
  "under_silence",
  "frozen",
  "late_proposal",
  "withdrawn",
] as const
export type Status = (typeof STATUSES)[number]

export const ROLES = ["observer", "expert", "moderator", "secretariat"] as const
export type Role = (typeof ROLES)[number]

/** A run of letters with the same marks. */
export interface Span {
  readonly text: string
  readonly strong?: boolean
  readonly em?: boolean
  readonly link?: string
  /** The footnote whose sign follows this run. */
  readonly footnote?: ParagraphId
}
export type RichText = readonly Span[]

export interface Person {
  readonly id: PersonId
  readonly name: string
  readonly role: Role
  readonly seat: string | null
}

export interface Delegation {
  readonly name: string
  readonly names: Readonly<Record<string, string>>
}

export interface Section {
  readonly numeral: string
  readonly heading: ParagraphId
  readonly facilitators: readonly string[]
}

export interface Freeze {
  readonly by: PersonId
  readonly at: Moment
}

export interface Text {
  readonly url: DocumentUrl
  readonly frozen: (Freeze & { readonly heads: readonly string[]; readonly sha256: string }) | null
  /** The closed documents this one continues, oldest first. */
  readonly earlier: readonly DocumentUrl[]
}

export interface BracketNote {
  readonly id: string
  readonly alternatives: readonly { readonly text: string; readonly proposedBy: readonly string[] }[]
  readonly note: string | null
}

export interface Reservation {
  readonly by: string
  readonly text: string
}

export interface Silence {
  readonly closes: Moment
  readonly brokenBy: readonly string[]
}

export interface Paragraph {
  readonly id: ParagraphId
  readonly kind: Kind
  readonly number: string | null
  readonly section: string | null
  readonly parent: ParagraphId | null
  readonly status: Status
  readonly opening: string | null
  readonly proposedBy: readonly string[]
  readonly alternativeOf: ParagraphId | null
  readonly brackets: readonly BracketNote[]
  readonly reservations: readonly Reservation[]
  readonly silence: Silence | null
  readonly texts: ReadonlyMap<Lang, Text>
}

export type ProposalKind = "late" | "amendment"
export type ProposalState = "open" | "accepted" | "rejected" | "withdrawn"

export interface Proposal {
  readonly id: ProposalId
  readonly paragraph: ParagraphId
  readonly lang: Lang
  readonly kind: ProposalKind
  readonly by: PersonId
  readonly at: Moment
  readonly url: DocumentUrl
  readonly base: DocumentUrl | null
  readonly state: ProposalState
  /** Once it is not open any more; null where an older server did not say. */
  readonly settled: { readonly by: PersonId; readonly at: Moment; readonly reason: string | null } | null
}

/** Everything about a draft but its wording. */
export interface Register {
  readonly id: DraftId
  readonly symbol: string
  readonly title: string
  readonly stage: string
  readonly reading: string
  readonly originalLanguage: Lang
  readonly languages: readonly Lang[]
  readonly addressees: readonly string[]
  readonly organisers: readonly string[]
  readonly delegations: ReadonlyMap<string, Delegation>
  readonly people: ReadonlyMap<PersonId, Person>
  readonly sections: readonly Section[]
  /** In reading order. */
  readonly paragraphs: readonly Paragraph[]
  readonly proposals: readonly Proposal[]
  readonly frozen: Freeze | null
}

export interface Comment {
  readonly id: string
  readonly on: ParagraphId
  readonly by: string
  readonly text: string
  readonly resolved: boolean
  readonly replies: readonly { readonly by: string; readonly text: string }[]
}

/** `GET /api/v1/drafts/{id}`, read. */
export interface DraftView {
  readonly registerUrl: DocumentUrl
  readonly register: Register
  readonly wording: ReadonlyMap<DocumentUrl, RichText>
  /** What the server cannot read from its disk; these have no wording. */
  readonly damaged: ReadonlySet<DocumentUrl>
  readonly comments: readonly Comment[]
}

export interface DraftEntry {
  readonly id: DraftId
  readonly title: string
  readonly symbol: string
  readonly role: Role | null
}

export interface Invitation {
  /** Names it in the list; not its code. */
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly seat: string | null
  readonly state: "open" | "used" | "expired" | "reusable" | null
  readonly expires: Moment | null
}

export type Act =
  | { readonly type: "freeze" | "reopen"; readonly paragraphs: readonly ParagraphId[]; readonly lang?: Lang }
  | { readonly type: "freeze" | "reopen"; readonly scope: "draft"; readonly lang?: Lang }
  | { readonly type: "set-status"; readonly paragraph: ParagraphId; readonly status: Status }
  | { readonly type: "withdraw-proposal" | "accept-proposal"; readonly proposal: ProposalId }
  | { readonly type: "reject-proposal"; readonly proposal: ProposalId; readonly reason?: string }

export const EXPORT_FORMATS = ["pdf", "docx", "html", "md", "akn", "json", "bundle", "certificate"] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]
