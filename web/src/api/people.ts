// What the secretariat sees of people: who they are, their sessions, and a table of new ones.

import type { Reader } from "./read"
import { readPerson } from "./register"
import { ROLES, type Moment, type Person, type PersonId, type Role, type SessionId } from "./types"

/** Somebody who has joined. */
export interface Member extends Person {
  readonly delegation: string | null
  readonly isRevoked: boolean
  readonly sessions: number
  readonly lastUsed: Moment | null
}

export interface Session {
  readonly id: SessionId
  readonly person: PersonId
  readonly device: string | null
  readonly lastUsed: Moment
  readonly isConnected: boolean
  readonly expires: Moment
}

/** A person of a table; with a link once they are invited. */
export interface ImportedPerson {
  readonly line: number
  readonly name: string
  readonly role: Role
  readonly seat: string | null
  readonly link: string | null
}

/** Something about a line of the table. */
export interface LineNote {
  readonly line: number
  readonly code: string
  readonly detail: string
}

export interface PeopleImport {
  readonly people: readonly ImportedPerson[]
  readonly refused: readonly LineNote[]
  readonly remarks: readonly LineNote[]
}

export function readMember(at: Reader): Member {
  return {
    ...readPerson(at, at.field("id").id<PersonId>()),
    delegation: at.field("delegation").optional((name) => name.string()),
    isRevoked: at.field("revoked").boolean(),
    sessions: at.field("sessions").number(),
    lastUsed: at.field("lastUsed").optional((moment) => moment.id<Moment>()),
  }
}

export function readSession(at: Reader): Session {
  return {
    id: at.field("id").id<SessionId>(),
    person: at.field("person").id<PersonId>(),
    device: at.field("device").optional((device) => device.string()),
    lastUsed: at.field("lastUsed").id<Moment>(),
    isConnected: at.field("connected").boolean(),
    expires: at.field("expires").id<Moment>(),
  }
}

const readNote = (at: Reader): LineNote => ({
  line: at.field("line").number(),
  code: at.field("code").string(),
  detail: at.field("detail").string(),
})

export function readImport(answer: Reader): PeopleImport {
  return {
    people: answer.field("people").list((at) => ({
      line: at.field("line").number(),
      name: at.field("name").string(),
      role: at.field("role").oneOf(ROLES),
      seat: at.field("seat").optional((seat) => seat.string()),
      link: at.field("link").optional((link) => link.string()),
    })),
    refused: answer.field("refused").list(readNote),
    remarks: answer.field("remarks").list(readNote),
  }
}
