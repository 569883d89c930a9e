// The connection to `/sync`: an automerge-repo network adapter that says why it is not connected.
// The stock adapter hides close reasons, waits a fixed time and passes other people's presence back to the server.

import { cbor, NetworkAdapter, type Message, type PeerId, type PeerMetadata } from "@automerge/automerge-repo/slim"

import { afterClose } from "./close-reason"
import { Cell, type Readable } from "./readable"
import type { Socket, Surroundings } from "./surroundings"
import type { Connection, StopReason } from "./types"

const PROTOCOL_VERSION = "1"
const RETRY_MS_FIRST = 500
const RETRY_MS_MAX = 15_000
const RETRY_SOON_MS = 250
/** From the start of a connection to the server's `peer`. */
const GREETING_MS_MAX = 10_000
/** How long a first request for a text waits for the connection before it counts as unavailable. */
const READY_MS_MAX = 1_500
/** With more than this waiting to leave, presence is not added to it. */
const PRESENCE_BUFFER_BYTES_MAX = 64 * 1024
const SOCKET_OPEN = 1

type Timer = ReturnType<typeof setTimeout>

export class ServerConnection extends NetworkAdapter {
  readonly #state = new Cell<Connection>({ kind: "connecting", attempt: 1, since: null })
  readonly #surroundings: Surroundings
  readonly #endings: (() => void)[] = []
  readonly #ready: Promise<void>
  #becomeReady: () => void = () => undefined
  #isReady = false
  #socket: Socket | null = null
  #server: PeerId | null = null
  #attempt = 0
  #offlineSince: Date | null = null
  #retry: Timer | undefined
  #greeting: Timer | undefined
  #heardAt = 0

  constructor(surroundings: Surroundings) {
    super()
    this.#surroundings = surroundings
    this.#ready = new Promise((resolve) => {
      this.#becomeReady = resolve
    })
  }

  get state(): Readable<Connection> {
    return this.#state
  }

  /** The server's peer id while connected. */
  get server(): PeerId | null {
    return this.#server
  }

  /** When the last frame came, in milliseconds of `Date.now()`. */
  get heardAt(): number {
    return this.#heardAt
  }

  override isReady(): boolean {
    return this.#isReady
  }

  override whenReady(): Promise<void> {
    return this.#ready
  }

  override connect(peerId: PeerId, peerMetadata: PeerMetadata = {}): void {
    this.peerId = peerId
    this.peerMetadata = peerMetadata
    setTimeout(() => {
      this.#markReady()
    }, READY_MS_MAX)
    this.#endings.push(
      this.#surroundings.onWake(() => {
        if (this.#state.get().kind === "waiting") this.#open()
      }),
      this.#surroundings.onNetworkLost(() => {
        if (this.#socket !== null) this.#lost("retry")
      }),
    )
    this.#open()
  }

  /** Connects now, whatever state it was in. */
  retry(): void {
    const kind = this.#state.get().kind
    if (kind === "closed" || kind === "open") return
    this.#attempt = 0
    this.#open()
  }

  /** Gives this socket up for another: it is open but nothing comes through. */
  renew(): void {
    if (this.#socket !== null) this.#lost("retry_soon")
  }

  override disconnect(): void {
    for (const end of this.#endings.splice(0)) end()
    this.#drop()
    this.#state.set({ kind: "closed" })
  }

  override send(message: Message): void {
    const socket = this.#socket
    if (socket?.readyState !== SOCKET_OPEN) return // the sync protocol says it again after the next greeting
    if (message.type === "ephemeral") {
      // The repo hands other people's presence on to every peer; the server is where it came from.
      if (message.senderId !== this.peerId || socket.bufferedAmount > PRESENCE_BUFFER_BYTES_MAX) return
    }
    transmit(socket, message)
  }

  #markReady(): void {
    this.#isReady = true
    this.#becomeReady()
  }

  #open(): void {
    this.#drop()
    this.#attempt += 1
    this.#state.set({ kind: "connecting", attempt: this.#attempt, since: this.#offlineSince })
    const socket = this.#surroundings.connect()
    this.#socket = socket
    socket.binaryType = "arraybuffer"
    let opened = false
    socket.onopen = () => {
      opened = true
      transmit(socket, {
        type: "join",
        senderId: this.peerId,
        peerMetadata: this.peerMetadata,
        supportedProtocolVersions: [PROTOCOL_VERSION],
      })
    }
    socket.onmessage = ({ data }) => {
      if (data instanceof ArrayBuffer) this.#receive(new Uint8Array(data))
    }
    socket.onerror = () => undefined // `onclose` follows
    socket.onclose = ({ code, reason }) => {
      if (opened) this.#lost(afterClose(code, reason))
      else void this.#refused()
    }
    this.#greeting = setTimeout(() => {
      this.#lost("retry")
    }, GREETING_MS_MAX)
  }

  /** The upgrade failed. A browser does not say why, so the server is asked whether the session has ended. */
  async #refused(): Promise<void> {
    this.#lost("retry")
    const answer = await this.#surroundings.session()
    if (answer === "ended" && this.#state.get().kind === "waiting") this.#stop("signed_out")
  }

  #receive(bytes: Uint8Array): void {
    this.#heardAt = Date.now()
    const message = decode(bytes)
    if (message === null) return
    if (message.type === "peer") this.#greeted(message)
    // An `error` frame is followed by a close frame with the same reason.
    else if (message.type !== "error") this.emit("message", message)
  }

  #greeted(message: Message & { peerMetadata?: PeerMetadata }): void {
    clearTimeout(this.#greeting)
    this.#attempt = 0
    this.#offlineSince = null
    this.#server = message.senderId
    this.#markReady()
    this.emit("peer-candidate", { peerId: message.senderId, peerMetadata: message.peerMetadata ?? {} })
    this.#state.set({ kind: "open" })
  }

  #lost(after: ReturnType<typeof afterClose>): void {
    this.#drop()
    if (after !== "retry" && after !== "retry_soon") {
      this.#stop(after)
      return
    }
    this.#offlineSince ??= new Date()
    const backOffMs = Math.min(RETRY_MS_MAX, RETRY_MS_FIRST * 2 ** Math.max(0, this.#attempt - 1))
    const meanMs = after === "retry_soon" && this.#attempt === 0 ? RETRY_SOON_MS : backOffMs
    // Spread, so that a room full of pages does not come back in the same instant.
    const waitMs = Math.round(meanMs * (0.5 + this.#surroundings.random()))
    this.#retry = setTimeout(() => {
      this.#open()
    }, waitMs)
    this.#state.set({
      kind: "waiting",
      attempt: this.#attempt,
      retryAt: new Date(Date.now() + waitMs),
      since: this.#offlineSince,
    })
  }

  #stop(reason: StopReason): void {
    this.#drop()
    this.#state.set({ kind: "stopped", reason })
  }

  /** Lets go of the socket and its timers, and tells the repo. */
  #drop(): void {
    clearTimeout(this.#retry)
    clearTimeout(this.#greeting)
    const socket = this.#socket
    this.#socket = null
    if (socket !== null) {
      socket.onopen = socket.onmessage = socket.onclose = null
      socket.close()
    }
    const server = this.#server
    this.#server = null
    if (server !== null) this.emit("peer-disconnected", { peerId: server })
  }
}

function transmit(socket: Socket, message: object): void {
  socket.send(new Uint8Array(cbor.encode(message)))
}

/** Null if the bytes are no frame of this protocol: such a frame is passed over. */
function decode(bytes: Uint8Array): Message | null {
  try {
    const message: unknown = cbor.decode(bytes)
    return isMessage(message) ? message : null
  } catch {
    return null
  }
}

function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string"
}
