// Who else is here, and where. Travels as ephemeral messages on the handle of the text concerned; never stored.

import type { DocHandle } from "@automerge/automerge-repo/slim"

import { Cell, type Readable } from "./readable"
import type { Register } from "./register"
import type { Caret, Place, Presence, TextDocument, TextReplica, Visitor } from "./types"

const ANNOUNCE_MS_MIN = 100
/** Repeated while nothing changes, so that people who come later see it. */
const HEARTBEAT_MS = 5_000
const REPEAT_MS = 500
const EXPIRY_MS = 15_000
const VISITORS_MAX = 500
const FIELD_LENGTH_MAX = 200

type Timer = ReturnType<typeof setTimeout>

interface Seen {
  readonly url: string
  readonly paragraph: string
  readonly lang: string
  readonly anchor: string
  readonly head: string
  readonly at: number
}

/** What is sent; `gone` when the sender has left the text. */
type Message = { paragraph: string; lang: string; anchor: string; head: string } | { gone: true }

export interface PresenceOptions {
  readonly person: string
  readonly register: Readable<Register | null>
  /** The text if it is open; presence never opens one. */
  readonly replica: (url: string) => TextReplica | undefined
}

export class PresenceOfOthers implements Presence {
  readonly here = new Cell<readonly Visitor[]>([])
  readonly #options: PresenceOptions
  /** By peer id. */
  readonly #seen = new Map<string, Seen>()
  readonly #carets = new Map<string, Cell<readonly Caret[]>>()
  readonly #listening = new WeakSet<DocHandle<TextDocument>>()
  readonly #sweep: Timer
  readonly #endings: (() => void)[] = []
  #place: Place | null = null
  #sentAt = 0
  #due: Timer | undefined
  #dueAt = 0

  constructor(options: PresenceOptions) {
    this.#options = options
    this.#sweep = setInterval(() => {
      this.#expire()
    }, 1_000)
    this.#endings.push(
      options.register.subscribe(() => {
        this.#publish()
      }),
    )
  }

  carets(url: string): Readable<readonly Caret[]> {
    return this.#cell(url)
  }

  announce(place: Place): void {
    if (this.#place !== null && this.#place.url !== place.url) this.#send(this.#place.url, { gone: true })
    this.#place = place
    this.#plan(Math.max(0, this.#sentAt + ANNOUNCE_MS_MIN - Date.now()))
  }

  /** The connection is new: the others have not heard since. A moment later, when the texts are in step again. */
  repeatSoon(): void {
    if (this.#place !== null) this.#plan(REPEAT_MS)
  }

  leave(): void {
    clearTimeout(this.#due)
    this.#due = undefined
    if (this.#place === null) return
    this.#send(this.#place.url, { gone: true })
    this.#place = null
  }

  /** Hears what others say on a text. */
  listen(url: string, handle: DocHandle<TextDocument>): void {
    if (this.#listening.has(handle)) return
    this.#listening.add(handle)
    handle.on("ephemeral-message", ({ senderId, message }) => {
      this.#heard(url, senderId, message)
    })
  }

  close(): void {
    this.leave()
    clearInterval(this.#sweep)
    for (const end of this.#endings) end()
  }

  /** Sends the place that is then the newest, no later than in `waitMs`. */
  #plan(waitMs: number): void {
    const at = Date.now() + waitMs
    if (this.#due !== undefined && this.#dueAt <= at) return
    clearTimeout(this.#due)
    this.#dueAt = at
    this.#due = setTimeout(() => {
      this.#due = undefined
      if (this.#place === null) return
      const { url, paragraph, lang, anchor, head } = this.#place
      this.#sentAt = Date.now()
      this.#send(url, { paragraph, lang, anchor, head })
      this.#plan(HEARTBEAT_MS)
    }, waitMs)
  }

  #send(url: string, message: Message): void {
    this.#options.replica(url)?.handle?.broadcast(message)
  }

  #heard(url: string, peer: string, message: unknown): void {
    // The server refuses a peer id that begins with another person's id, so this much may be believed.
    const person = personOf(peer)
    if (person === null || person === this.#options.person) return
    const fields = read(message)
    const before = this.#seen.get(peer)
    if (fields === null) {
      if (before?.url !== url) return // has moved on already
      this.#seen.delete(peer)
    } else {
      if (before === undefined && this.#seen.size >= VISITORS_MAX) return
      this.#seen.set(peer, { ...fields, url, at: Date.now() })
    }
    this.#publish()
  }

  #expire(): void {
    const before = Date.now() - EXPIRY_MS
    let expired = false
    for (const [peer, { at }] of this.#seen) if (at < before) expired = this.#seen.delete(peer)
    if (expired) this.#publish()
  }

  #publish(): void {
    const byText = new Map<string, Caret[]>()
    const here: Visitor[] = []
    for (const [peer, { url, anchor, head, paragraph, lang }] of this.#seen) {
      const person = personOf(peer)
      const people = this.#options.register.get()?.people ?? {}
      // a peer id may name what every object has, such as "constructor"
      const entry = person !== null && Object.hasOwn(people, person) ? people[person] : undefined
      if (person === null || entry === undefined) continue // unknown until the register has them
      const visitor = { peer, person, name: entry.name, seat: entry.seat ?? null, paragraph, lang }
      here.push(visitor)
      const carets = byText.get(url) ?? []
      byText.set(url, carets)
      carets.push({ ...visitor, anchor, head })
    }
    for (const url of byText.keys()) this.#cell(url)
    for (const [url, cell] of this.#carets) setIfDifferent(cell, byText.get(url) ?? [])
    setIfDifferent(this.here, here)
  }

  #cell(url: string): Cell<readonly Caret[]> {
    const cell = this.#carets.get(url) ?? new Cell<readonly Caret[]>([])
    this.#carets.set(url, cell)
    return cell
  }
}

function setIfDifferent<T>(cell: Cell<readonly T[]>, next: readonly T[]): void {
  if (JSON.stringify(cell.get()) !== JSON.stringify(next)) cell.set(next)
}

/** `PERSON.RANDOM`. */
function personOf(peer: string): string | null {
  const dot = peer.indexOf(".")
  return dot > 0 ? peer.slice(0, dot) : null
}

/** Null for "gone", and for anything that is not of this shape. */
function read(message: unknown): Omit<Seen, "url" | "at"> | null {
  if (typeof message !== "object" || message === null || "gone" in message) return null
  const { paragraph, lang, anchor, head } = message as Record<string, unknown>
  return isField(paragraph) && isField(lang) && isField(anchor) && isField(head)
    ? { paragraph, lang, anchor, head }
    : null
}

function isField(value: unknown): value is string {
  return typeof value === "string" && value.length <= FIELD_LENGTH_MAX
}
