import { cbor, type Message, type PeerId } from "@automerge/automerge-repo/slim"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { ServerConnection } from "./connection"
import type { SessionAnswer, Socket, Surroundings } from "./surroundings"
import { MemoryStorage } from "./testing"

const ME = "alice.1" as PeerId
const SERVER = "server" as PeerId

class FakeSocket {
  binaryType: BinaryType = "blob"
  readyState = 0
  bufferedAmount = 0
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: (() => void) | null = null
  readonly sent: unknown[] = []

  send(data: Uint8Array): void {
    this.sent.push(cbor.decode(data))
  }

  close(): void {
    this.readyState = 3
  }

  open(): void {
    this.readyState = 1
    this.onopen?.()
  }

  hear(frame: object | Uint8Array): void {
    const bytes = frame instanceof Uint8Array ? frame : cbor.encode(frame)
    this.onmessage?.({ data: new Uint8Array(bytes).buffer })
  }

  greet(): void {
    this.open()
    this.hear({ type: "peer", senderId: SERVER, targetId: ME, peerMetadata: { storageId: "store" } })
  }
}

class FakeSurroundings implements Surroundings {
  readonly sockets: FakeSocket[] = []
  sessionAnswer: SessionAnswer = "valid"
  wake: () => void = () => undefined

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1)
    if (socket === undefined) throw new Error("never connected")
    return socket
  }

  loadAutomerge(): Promise<void> {
    return Promise.resolve()
  }

  connect(): Socket {
    this.sockets.push(new FakeSocket())
    return this.socket as unknown as Socket
  }

  texts(): Promise<null> {
    return Promise.resolve(null)
  }

  session(): Promise<SessionAnswer> {
    return Promise.resolve(this.sessionAnswer)
  }

  obstacle(): Promise<null> {
    return Promise.resolve(null)
  }

  storage(): MemoryStorage {
    return new MemoryStorage()
  }

  /** The middle: waits are exactly as long as they say. */
  random(): number {
    return 0.5
  }

  onWake(run: () => void): () => void {
    this.wake = run
    return () => undefined
  }

  onNetworkLost(): () => void {
    return () => undefined
  }

  onHide(): () => void {
    return () => undefined
  }
}

let where: FakeSurroundings
let connection: ServerConnection

beforeEach(() => {
  vi.useFakeTimers()
  where = new FakeSurroundings()
  connection = new ServerConnection(where)
  connection.connect(ME, {})
})

afterEach(() => {
  connection.disconnect()
  vi.useRealTimers()
})

const presenceOf = (senderId: PeerId): Message => ({
  type: "ephemeral",
  senderId,
  targetId: SERVER,
  data: new Uint8Array([1]),
})

describe("frames", () => {
  it("begin with join, and open with the server's peer", () => {
    where.socket.open()
    expect(where.socket.sent).toMatchObject([{ type: "join", senderId: ME, supportedProtocolVersions: ["1"] }])
    expect(connection.state.get().kind).toBe("connecting")
    where.socket.hear({ type: "peer", senderId: SERVER, targetId: ME, peerMetadata: { storageId: "store" } })
    expect(connection.state.get()).toEqual({ kind: "open" })
  })

  it("of presence leave only if they are one's own and the line is free", () => {
    where.socket.greet()
    connection.send(presenceOf("bob.7" as PeerId))
    connection.send(presenceOf(ME))
    where.socket.bufferedAmount = 1 << 20
    connection.send(presenceOf(ME))
    expect(where.socket.sent).toHaveLength(2) // join, and the one
  })

  it("that cannot be read are passed over", () => {
    where.socket.greet()
    const heard: unknown[] = []
    connection.on("message", (message) => heard.push(message))
    where.socket.hear(new Uint8Array([0xff, 0x00, 0x13]))
    where.socket.hear([1, 2, 3])
    where.socket.hear({ type: "sync", senderId: SERVER, targetId: ME })
    expect(heard).toMatchObject([{ type: "sync" }])
    expect(connection.state.get().kind).toBe("open")
  })
})

describe("a lost connection", () => {
  it("is tried again after ever longer waits, up to a limit", () => {
    const waits: number[] = []
    for (let attempt = 0; attempt < 9; attempt += 1) {
      where.socket.open()
      where.socket.onclose?.({ code: 1006, reason: "" })
      const state = connection.state.get()
      if (state.kind !== "waiting") throw new Error(state.kind)
      waits.push(state.retryAt.getTime() - Date.now())
      vi.advanceTimersToNextTimer()
      while (connection.state.get().kind === "waiting") vi.advanceTimersToNextTimer()
    }
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000])
  })

  it("remembers since when, until it is open again", () => {
    where.socket.greet()
    where.socket.onclose?.({ code: 1006, reason: "" })
    const since = new Date()
    vi.advanceTimersByTime(5_000)
    expect(connection.state.get()).toMatchObject({ since })
    where.socket.greet()
    expect(connection.state.get()).toEqual({ kind: "open" })
  })

  it("is tried at once when the page wakes", () => {
    where.socket.greet()
    where.socket.onclose?.({ code: 1006, reason: "" })
    const before = where.sockets.length
    where.wake()
    expect(where.sockets).toHaveLength(before + 1)
  })

  it("that never greets is given up", () => {
    where.socket.open()
    vi.advanceTimersByTime(9_999)
    expect(connection.state.get().kind).toBe("connecting")
    vi.advanceTimersByTime(1)
    expect(connection.state.get().kind).toBe("waiting")
  })

  it("ended for good by the server is not tried again by itself", () => {
    where.socket.greet()
    where.socket.onclose?.({ code: 1008, reason: "refused: the change is not one that a text may hold" })
    const before = where.sockets.length
    vi.advanceTimersByTime(3_600_000)
    where.wake()
    expect(where.sockets).toHaveLength(before)
    expect(connection.state.get()).toEqual({ kind: "stopped", reason: "refused" })
    connection.retry()
    where.socket.greet()
    expect(connection.state.get()).toEqual({ kind: "open" })
  })

  it("refused before it opened ends as signed out only if the session has ended", async () => {
    where.socket.onclose?.({ code: 1006, reason: "" })
    await vi.advanceTimersByTimeAsync(0)
    expect(connection.state.get().kind).toBe("waiting")
    where.sessionAnswer = "ended"
    vi.advanceTimersByTime(20_000)
    where.socket.onclose?.({ code: 1006, reason: "" })
    await vi.advanceTimersByTimeAsync(0)
    expect(connection.state.get()).toEqual({ kind: "stopped", reason: "signed_out" })
  })
})
