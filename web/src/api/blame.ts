// Who wrote a text, as the API tells it.

import type { Reader } from "./read"
import type { Moment, PersonId } from "./types"

export interface Author {
  readonly id: PersonId
  readonly name: string
  readonly seat: string | null
}

/** Letters that one person wrote in one go. */
export interface Run {
  /** In UTF-16 code units, as the page counts. */
  readonly start: number
  readonly end: number
  /** Null: imported wording. */
  readonly by: Author | null
  readonly at: Moment
}

export interface Blame {
  readonly text: string
  /** Gap-free, in reading order. */
  readonly runs: readonly Run[]
}

export function readBlame(answer: Reader): Blame {
  return {
    text: answer.field("text").string(),
    runs: answer.field("runs").list((run) => ({
      start: run.field("start").number(),
      end: run.field("end").number(),
      by: run.field("by").optional((by) => ({
        id: by.field("id").id<PersonId>(),
        name: by.field("name").string(),
        seat: by.field("seat").optional((seat) => seat.string()),
      })),
      at: run.field("at").id<Moment>(),
    })),
  }
}
