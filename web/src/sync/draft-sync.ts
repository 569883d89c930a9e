// A draft in step with the server: one repo, one connection, one local copy, and what is said about them.

import {
  isValidAutomergeUrl,
  parseAutomergeUrl,
  Repo,
  type AutomergeUrl,
  type DocHandle,
  type PeerId,
} from "@automerge/automerge-repo/slim"

import { ServerConnection } from "./connection"
import { FetchedTexts } from "./fetched-texts"
import { LocalCopy } from "./local-copy"
import { ObstacleWatch } from "./obstacle-watch"
import { OpeningQueue } from "./opening"
import { plain } from "./plain"
import { PresenceOfOthers } from "./presence"
import { Cell } from "./readable"
import type { Register } from "./register"
import { Replica } from "./replica"
import { sameSaveState, saveState } from "./save-state"
import type { Surroundings } from "./surroundings"
import type { DraftSync, DraftSyncOptions, SaveState } from "./types"
import { UnsentTexts } from "./unsent"

/** A local copy is written this soon after a change: what is younger dies with the tab. */
const SAVE_MS = 30
/** With changes waiting and nothing heard for this long, the connection is only open in name. */
const SILENCE_MS_MAX = 20_000
const SILENCE_CHECK_MS = 5_000

/** Starts sync in these surroundings. */
export async function openDraftIn(surroundings: Surroundings, options: DraftSyncOptions): Promise<DraftSync> {
  const { draftId, person, registerUrl, lang } = options
  if (!isValidAutomergeUrl(registerUrl)) throw new Error(`Not a document's url: ${registerUrl}`)
  const page = Math.floor(surroundings.random() * 2 ** 52).toString(36)
  // Two people at one machine must never find each other's words.
  const localCopy = new LocalCopy(surroundings.storage(`maslahat.${draftId}.${person}`))
  const texts = new FetchedTexts({
    copy: localCopy,
    page,
    registerId: parseAutomergeUrl(registerUrl).documentId,
    fetch: (each, signal) => surroundings.texts(draftId, each, signal),
  })
  // They come while Automerge is loaded.
  texts.expect(lang)
  await surroundings.loadAutomerge()
  const sync = new Sync(surroundings, { person, page, registerUrl, localCopy, texts })
  await sync.start()
  return sync
}

interface SyncParts {
  readonly person: string
  /** Tells this page from the person's others. */
  readonly page: string
  readonly registerUrl: AutomergeUrl
  readonly localCopy: LocalCopy
  readonly texts: FetchedTexts
}

class Sync implements DraftSync {
  readonly register = new Cell<Register | null>(null)
  readonly saveState = new Cell<SaveState>({ kind: "saving", changes: 0 })
  readonly presence: PresenceOfOthers
  readonly #connection: ServerConnection
  readonly #localCopy: LocalCopy
  readonly #texts: FetchedTexts
  readonly #repo: Repo
  readonly #queue = new OpeningQueue()
  readonly #unsent: UnsentTexts
  readonly #replicas = new Map<string, Replica>()
  readonly #registerUrl: AutomergeUrl
  readonly #endings: (() => void)[] = []
  readonly #obstacles: ObstacleWatch
  #registerDue = false
  /** When the server last said that something keeps it from saving. */
  #hinderedAt = 0

  constructor(surroundings: Surroundings, { person, page, registerUrl, localCopy, texts }: SyncParts) {
    this.#registerUrl = registerUrl
    this.#localCopy = localCopy
    this.#texts = texts
    this.#unsent = new UnsentTexts(localCopy, page)
    this.#connection = new ServerConnection(surroundings)
    this.#obstacles = new ObstacleWatch(
      () => surroundings.obstacle(),
      () => {
        this.#summarise()
      },
    )
    this.#repo = new Repo({
      peerId: `${person}.${page}` as PeerId,
      storage: texts,
      network: [this.#connection],
      saveDebounceRate: SAVE_MS,
    })
    this.presence = new PresenceOfOthers({
      person,
      register: this.register,
      replica: (url) => this.#replicas.get(url),
    })
    const silence = setInterval(() => {
      this.#checkSilence()
    }, SILENCE_CHECK_MS)
    this.#endings.push(
      () => {
        clearInterval(silence)
        this.#obstacles.waits(false)
      },
      this.#connection.state.subscribe(({ kind }) => {
        if (kind === "open") this.presence.repeatSoon()
        this.#summarise()
      }),
      surroundings.onHide(() => {
        this.presence.leave()
        void this.#flush()
      }),
    )
  }

  /** Opens the register, and every text that an earlier visit left unsent. */
  async start(): Promise<void> {
    const progress = this.#repo.findWithProgress<Register>(this.#registerUrl)
    progress.handle.on("heads-changed", () => {
      this.#readRegister(progress.handle)
    })
    if (progress.handle.isReady()) this.#readRegister(progress.handle)
    for (const { url } of await this.#unsent.load()) {
      if (isValidAutomergeUrl(url)) this.text(url)
    }
    this.#summarise()
  }

  get connection(): ServerConnection["state"] {
    return this.#connection.state
  }

  get localCopy(): LocalCopy["state"] {
    return this.#localCopy.state
  }

  expect(lang: string): void {
    this.#texts.expect(lang)
  }

  text(url: string): Replica {
    const known = this.#replicas.get(url)
    if (known !== undefined) return known
    if (!isValidAutomergeUrl(url)) throw new Error(`Not a document's url: ${url}`)
    const replica = new Replica({
      url,
      repo: this.#repo,
      queue: this.#queue,
      unsent: this.#unsent.of(url.slice("automerge:".length)),
      onPending: (changed) => {
        this.#pending(changed)
      },
    })
    this.#replicas.set(url, replica)
    const end = replica.state.subscribe((state) => {
      if (state !== "ready" || replica.handle === null) return
      this.#texts.keep(replica.documentId)
      this.presence.listen(url, replica.handle)
    })
    this.#endings.push(end)
    return replica
  }

  retry(): void {
    this.#connection.retry()
  }

  async close(): Promise<void> {
    this.presence.close()
    this.#texts.close()
    this.#queue.clear()
    for (const end of this.#endings.splice(0)) end()
    this.#connection.disconnect()
    await this.#flush()
  }

  /** Writes the local copies now. The repo's own `flush` throws if any document is still on its way. */
  async #flush(): Promise<void> {
    const ready = [...this.#replicas.values()].flatMap(({ handle }) => (handle === null ? [] : [handle.documentId]))
    await this.#repo.flush(ready)
  }

  #readRegister(handle: DocHandle<Register>): void {
    if (this.#registerDue) return
    this.#registerDue = true
    // The handle is ready a moment after it tells of its first heads; several changes become one reading.
    queueMicrotask(() => {
      this.#registerDue = false
      // Only the server writes it, in the shape that `Register` describes.
      if (handle.isReady()) this.register.set(plain(handle.doc()) as Register)
    })
  }

  #pending(replica: Replica): void {
    const { documentId, url, confirmed, pending } = replica
    void (pending === 0
      ? this.#unsent.forget(documentId)
      : this.#unsent.remember(documentId, { url, heads: confirmed, changes: pending }))
    this.#summarise()
  }

  #changes(): number {
    let changes = 0
    for (const replica of this.#replicas.values()) changes += replica.pending
    return changes
  }

  #summarise(): void {
    const connection = this.#connection.state.get()
    const changes = this.#changes()
    this.#obstacles.waits(connection.kind === "open" && changes > 0)
    const next = saveState(connection, changes, this.#obstacles.current)
    if (!sameSaveState(next, this.saveState.get())) this.saveState.set(next)
  }

  #checkSilence(): void {
    if (this.#connection.state.get().kind !== "open" || this.#changes() === 0) return
    const obstacle = this.#obstacles.current
    // The server is there and says that it waits for its own disk: another connection would not help.
    if (obstacle !== null && obstacle !== "silent") this.#hinderedAt = Date.now()
    if (Date.now() - Math.max(this.#connection.heardAt, this.#hinderedAt) > SILENCE_MS_MAX) this.#connection.renew()
  }
}
