// For tests: sync's surroundings without a browser, and a stock automerge-repo server to talk to.

import { readFile } from "node:fs/promises"
import type { AddressInfo } from "node:net"
import { createRequire } from "node:module"

import {
  initializeWasm,
  Repo,
  type Chunk,
  type PeerId,
  type StorageAdapterInterface,
  type StorageKey,
} from "@automerge/automerge-repo/slim"
import { WebSocketServerAdapter } from "@automerge/automerge-repo-network-websocket"
import WebSocket, { WebSocketServer } from "ws"

import type { SessionAnswer, Socket, Surroundings } from "./surroundings"
import type { Obstacle } from "./types"

let automerge: Promise<void> | null = null

export function loadAutomerge(): Promise<void> {
  automerge ??= readFile(createRequire(import.meta.url).resolve("@automerge/automerge/automerge.wasm")).then((bytes) =>
    initializeWasm(bytes),
  )
  return automerge
}

export class MemoryStorage implements StorageAdapterInterface {
  readonly #entries = new Map<string, Uint8Array>()

  load(key: StorageKey): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#entries.get(JSON.stringify(key)))
  }

  save(key: StorageKey, data: Uint8Array): Promise<void> {
    this.#entries.set(JSON.stringify(key), data)
    return Promise.resolve()
  }

  remove(key: StorageKey): Promise<void> {
    this.#entries.delete(JSON.stringify(key))
    return Promise.resolve()
  }

  loadRange(prefix: StorageKey): Promise<Chunk[]> {
    return Promise.resolve(
      [...this.#entries]
        .map(([key, data]) => ({ key: JSON.parse(key) as StorageKey, data }))
        .filter(({ key }) => prefix.every((part, index) => key[index] === part)),
    )
  }

  async removeRange(prefix: StorageKey): Promise<void> {
    for (const { key } of await this.loadRange(prefix)) await this.remove(key)
  }
}

/** A network that can be cut, and a browser's storage that outlives a page. */
export class TestSurroundings implements Surroundings {
  readonly storages = new Map<string, MemoryStorage>()
  sessionAnswer: SessionAnswer = "valid"
  /** How the server answers for all texts at once; as a server that cannot, unless a test says otherwise. */
  giveTexts: Surroundings["texts"] = () => Promise.resolve(null)
  port: number
  #cut = false
  #random: number
  readonly #sockets = new Set<WebSocket>()
  readonly #wake = new Set<() => void>()

  constructor(port: number, seed: number) {
    this.port = port
    this.#random = seed
  }

  loadAutomerge(): Promise<void> {
    return loadAutomerge()
  }

  connect(): Socket {
    const socket = new WebSocket(`ws://127.0.0.1:${this.#cut ? 1 : this.port}/sync`)
    this.#sockets.add(socket)
    return socket as unknown as Socket
  }

  session(): Promise<SessionAnswer> {
    return Promise.resolve(this.sessionAnswer)
  }

  obstacle(): Promise<Obstacle | null> {
    return Promise.resolve(null)
  }

  texts(draft: string, lang: string, signal: AbortSignal): Promise<Uint8Array | null> {
    return this.#cut ? Promise.resolve(null) : this.giveTexts(draft, lang, signal)
  }

  storage(name: string): MemoryStorage {
    const storage = this.storages.get(name) ?? new MemoryStorage()
    this.storages.set(name, storage)
    return storage
  }

  random(): number {
    this.#random = (this.#random * 16807) % 2147483647
    return this.#random / 2147483647
  }

  onWake(run: () => void): () => void {
    this.#wake.add(run)
    return () => this.#wake.delete(run)
  }

  onNetworkLost(): () => void {
    return () => undefined
  }

  onHide(): () => void {
    return () => undefined
  }

  cutNetwork(): void {
    this.#cut = true
    for (const socket of this.#sockets) socket.terminate()
    this.#sockets.clear()
  }

  mendNetwork(): void {
    this.#cut = false
    for (const run of this.#wake) run()
  }
}

export interface StockServer {
  readonly repo: Repo
  readonly port: number
  /** Closes every connection with this close frame. */
  closeAll(code: number, reason: string): void
  stop(): Promise<void>
}

/** The stock server, which keeps everything in memory and grants everybody everything. */
export async function stockServer(): Promise<StockServer> {
  await loadAutomerge()
  const sockets = new WebSocketServer({ port: 0, host: "127.0.0.1" })
  await new Promise((resolve) => sockets.once("listening", resolve))
  const repo = new Repo({
    peerId: "server" as PeerId,
    storage: new MemoryStorage(),
    network: [new WebSocketServerAdapter(sockets as never)],
    sharePolicy: () => Promise.resolve(false),
  })
  return {
    repo,
    port: (sockets.address() as AddressInfo).port,
    closeAll(code, reason) {
      for (const socket of sockets.clients) socket.close(code, reason)
    },
    async stop() {
      for (const socket of sockets.clients) socket.terminate()
      await new Promise((resolve) => {
        sockets.close(resolve)
      })
    },
  }
}

/** Waits until `condition` holds; the test's own time limit bounds it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
}
