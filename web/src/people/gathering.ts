// All that the page of people shows, as it was read together, and how it is ordered.

import type { Member, Session } from "../api/people"
import type { Invitation, PersonId, Register } from "../api/types"
import { say } from "../ui/messages"

export interface Gathering {
  readonly register: Register
  readonly me: PersonId
  readonly people: readonly Member[]
  readonly sessions: readonly Session[]
  readonly invitations: readonly Invitation[]
}

/** As a person would look for them: Delegation 3 before Delegation 12. */
const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  say.locale.compare(one.name, other.name)

/** Those who take part first, by name; then those who do so no more. */
export const ordered = (people: readonly Member[]): readonly Member[] =>
  people.toSorted((one, other) => Number(one.isRevoked) - Number(other.isRevoked) || byName(one, other))

/** Who may still come in by a link, and whom one might look for, by name: not those who came in already. */
export const waiting = (invitations: readonly Invitation[]): readonly Invitation[] =>
  invitations.filter(({ state }) => state !== "used").toSorted(byName)

/** A field of a CSV file: quoted where it must be, and never a formula. */
function csvField(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** The links of an import, to be sent to those whom they are for. */
export function linksFile(
  people: readonly {
    readonly name: string
    readonly role: string
    readonly seat: string | null
    readonly link: string | null
  }[],
): Blob {
  const lines = people.map(({ name, role, seat, link }) => [name, role, seat ?? "", link ?? ""].map(csvField).join(","))
  // The mark at the beginning tells spreadsheets that it is UTF-8.
  return new Blob([`\uFEFF${["name,role,seat,link", ...lines].join("\r\n")}\r\n`], { type: "text/csv" })
}
