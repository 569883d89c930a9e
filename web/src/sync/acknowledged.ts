// How much of a text is on the server's disk. Pure: heads in, a count out.

import * as Automerge from "@automerge/automerge/slim"

import type { TextDocument } from "./types"

/**
 * Follows what the server has confirmed of one document.
 *
 * The server names its heads only after they are durable. It may name heads that have not reached this page yet;
 * they count as soon as they are here. What was confirmed once stays confirmed.
 */
export class Acknowledged {
  /** Confirmed, and known here. */
  #heads: Automerge.Heads
  /** As the server last named them. */
  #named: Automerge.Heads = []
  /** The last count: while the server names nothing new, only what was added since needs counting. */
  #counted: { readonly heads: Automerge.Heads; readonly pending: number } | null = null

  /** @param heads confirmed in an earlier visit */
  constructor(heads: Automerge.Heads) {
    this.#heads = heads
  }

  get heads(): Automerge.Heads {
    return this.#heads
  }

  /** The server has named its heads. */
  name(heads: Automerge.Heads): void {
    if (sameHeads(heads, this.#named)) return
    this.#named = heads
    this.#counted = null
  }

  /** How many changes of `document` are not confirmed. */
  pending(document: Automerge.Doc<TextDocument>): number {
    const before = this.#counted
    const pending =
      before === null || before.pending === 0
        ? this.#count(document)
        : before.pending + Automerge.getChangesSince(document, before.heads).length
    // A named head that comes later confirms what was counted before.
    const areKnown = Automerge.hasHeads(document, this.#named)
    this.#counted = areKnown ? { heads: Automerge.getHeads(document), pending } : null
    return pending
  }

  #count(document: Automerge.Doc<TextDocument>): number {
    const here = Automerge.getHeads(document)
    const known = this.#named.filter((head) => Automerge.hasHeads(document, [head]))
    if (sameHeads(here, known)) {
      this.#heads = here
      return 0
    }
    const confirmed = [...new Set([...this.#heads, ...known])].filter((head) => Automerge.hasHeads(document, [head]))
    const missing = Automerge.getChangesSince(document, confirmed).length
    this.#heads = missing === 0 ? here : confirmed
    return missing
  }
}

export function sameHeads(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((head) => other.includes(head))
}
