// The register as it is on the wire: an Automerge document in camelCase that only the server writes.

export type Role = "observer" | "expert" | "moderator" | "secretariat"

export interface Register {
  readonly schema: number
  readonly id: string
  readonly symbol: string
  readonly title: string
  readonly stage: string
  readonly reading: string
  readonly originalLanguage: string
  readonly workingLanguages: readonly string[]
  readonly languages: readonly string[]
  readonly addressees: readonly string[]
  readonly organisers: readonly string[]
  readonly delegations: Readonly<Record<string, Delegation>>
  readonly people: Readonly<Record<string, Person>>
  readonly sections: readonly Section[]
  /** The ids of all paragraphs, in reading order. */
  readonly order: readonly string[]
  readonly paragraphs: Readonly<Record<string, Paragraph>>
  readonly proposals: Readonly<Record<string, Proposal>>
  readonly frozen?: { readonly by: string; readonly at: string }
}

export interface Delegation {
  readonly name: string
  readonly names?: Readonly<Record<string, string>>
  readonly group: string
}

export interface Person {
  readonly name: string
  readonly role: Role
  readonly seat?: string
}

export interface Section {
  readonly numeral: string
  readonly heading: string
  readonly facilitators: readonly string[]
}

export interface Paragraph {
  readonly kind: string
  /** `7 bis`, `(a)`, or a footnote's sign. */
  readonly number?: string
  readonly section?: string
  readonly parent?: string
  readonly status: string
  readonly opening?: string
  readonly proposedBy?: readonly string[]
  readonly alternativeOf?: string
  readonly brackets?: readonly unknown[]
  /** Of a footnote: the words its sign follows. */
  readonly at?: string
  readonly extras?: Readonly<Record<string, unknown>>
  readonly texts: Readonly<Record<string, Text>>
}

export interface Text {
  readonly url: string
  readonly frozen?: TextFrozen
  readonly earlier?: readonly string[]
}

export interface TextFrozen {
  readonly by: string
  /** RFC 3339, UTC. */
  readonly at: string
  /** Hexadecimal. */
  readonly heads: readonly string[]
  readonly sha256: string
}

export interface Proposal {
  readonly paragraph: string
  readonly lang: string
  readonly kind: "late" | "amendment"
  readonly by: string
  readonly at: string
  readonly url: string
  readonly base: string
  readonly state: "open" | "accepted" | "rejected" | "withdrawn"
}
