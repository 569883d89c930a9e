// One text in this browser: its document, its wording, and how much of it the server has confirmed.

import {
  decodeHeads,
  parseAutomergeUrl,
  type AutomergeUrl,
  type DocHandle,
  type Repo,
} from "@automerge/automerge-repo/slim"
import * as Automerge from "@automerge/automerge/slim"

import { Acknowledged } from "./acknowledged"
import type { OpeningQueue } from "./opening"
import { Cell, Derived } from "./readable"
import type { TextDocument, TextReplica, TextState } from "./types"
import type { Unsent } from "./unsent"
import { readWording, type Span } from "./wording"

/** A text that takes longer to open than this gives its place in the queue to the next. */
const OPENING_MS_MAX = 10_000

export interface ReplicaOptions {
  readonly url: AutomergeUrl
  readonly repo: Repo
  readonly queue: OpeningQueue
  /** What an earlier visit left unsent. */
  readonly unsent: Unsent | null
  /** Called when the number of unconfirmed changes may have changed. */
  readonly onPending: (replica: Replica) => void
}

export class Replica implements TextReplica {
  readonly url: AutomergeUrl
  readonly documentId: string
  readonly state = new Cell<TextState>("opening")
  readonly wording = new Derived<readonly Span[] | null>(() =>
    this.#handle === null ? null : readWording(this.#handle.doc()),
  )
  readonly #options: ReplicaOptions
  readonly #open = (): Promise<void> => this.#start()
  #past: { heads: string; wording: readonly Span[] } | null = null
  #acknowledged: Acknowledged | null = null
  /** As the server last named them. */
  #serverHeads: Automerge.Heads | null = null
  #handle: DocHandle<TextDocument> | null = null
  #pending: number

  constructor(options: ReplicaOptions) {
    this.#options = options
    this.url = options.url
    this.documentId = parseAutomergeUrl(options.url).documentId
    this.#pending = options.unsent?.changes ?? 0
    options.queue.add(this.#open)
  }

  get handle(): DocHandle<TextDocument> | null {
    return this.#handle
  }

  /** How many changes the server has not confirmed. */
  get pending(): number {
    return this.#pending
  }

  /** What the server has confirmed, hexadecimal. */
  get confirmed(): readonly string[] {
    return this.#acknowledged?.heads ?? this.#options.unsent?.heads ?? []
  }

  hurry(): void {
    this.#options.queue.hurry(this.#open)
  }

  wordingAt(heads: readonly string[]): readonly Span[] | null {
    const wanted = heads.join()
    // What stands at given heads never changes, and is asked for at every change around it.
    if (this.#past?.heads !== wanted) this.#past = this.#readAt(wanted, [...heads])
    return this.#past?.wording ?? null
  }

  #readAt(key: string, heads: Automerge.Heads): { heads: string; wording: readonly Span[] } | null {
    if (this.#handle === null) return null
    const document = this.#handle.doc()
    if (!Automerge.hasHeads(document, heads)) return null
    return { heads: key, wording: readWording(Automerge.view(document, heads)) }
  }

  #start(): Promise<void> {
    return new Promise((resolve) => {
      const progress = this.#options.repo.findWithProgress<TextDocument>(this.url)
      const handle = progress.handle
      let hasFailed = false
      const settle = (): void => {
        // The handle becomes ready right after it has told of its first heads.
        queueMicrotask(() => {
          if (handle.isReady()) this.#ready(handle)
          else if (this.#handle === null && (handle.isUnavailable() || hasFailed)) this.state.set("unavailable")
          if (this.state.get() !== "opening") resolve()
        })
      }
      handle.on("heads-changed", () => {
        if (this.#handle === null) settle()
        else this.#changed()
      })
      handle.on("remote-heads", ({ heads }) => {
        this.#serverHeads = decodeHeads(heads)
        this.#recount()
      })
      if ("subscribe" in progress) {
        progress.subscribe(({ state }) => {
          // A local copy that cannot be read; the text stays as the page got it from the server.
          hasFailed = state === "failed"
          settle()
        })
      }
      settle()
      setTimeout(resolve, OPENING_MS_MAX)
    })
  }

  #ready(handle: DocHandle<TextDocument>): void {
    if (this.#handle !== null) return
    this.#handle = handle
    // Without a note, what was found here or came from the server is on the server.
    const confirmed = this.#options.unsent?.heads ?? Automerge.getHeads(handle.doc())
    this.#acknowledged = new Acknowledged([...confirmed])
    this.#changed()
    this.state.set("ready")
  }

  #changed(): void {
    this.wording.invalidate()
    this.#recount()
  }

  #recount(): void {
    if (this.#handle === null || this.#acknowledged === null) return
    if (this.#serverHeads !== null) this.#acknowledged.name(this.#serverHeads)
    const pending = this.#acknowledged.pending(this.#handle.doc())
    if (pending === 0 && this.#pending === 0) return
    this.#pending = pending
    this.#options.onPending(this)
  }
}
