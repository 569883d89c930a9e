// The clients that others have written, behind one face: automerge-repo and samod, each with its storage and without.
// Each has a network of its own that counts what passes and can be cut; none has a line of ours between it and the
// protocol.

import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { createInterface } from "node:readline"

import { NodeFSStorageAdapter } from "@automerge/automerge-repo-storage-nodefs"

import { Frames } from "../node/frames.mjs"
import { network } from "../node/network.mjs"
import { BINARY, sleep, until } from "../node/server.mjs"
import { connect as connectStock, hashes, insert, isAcknowledged, letters } from "./client.mjs"

const SAMOD = join(dirname(BINARY), "samod-client")
/** Between two attempts to connect. */
const RETRY_MS = 300
/** No frame for so long is silence: longer than any client waits before it speaks. */
const QUIET_MS = 1_000

/** By name: how each is started, on a folder or without one. */
export const KINDS = [
  { name: "automerge-repo, in memory", start: startStock, keeps: false },
  { name: "automerge-repo, on disk", start: startStock, keeps: true },
  { name: "samod, in memory", start: startSamod, keeps: false },
  { name: "samod, on disk", start: startSamod, keeps: true },
]

/** Opens a client for a person, over a network of its own; ends with the test at the latest. */
export async function connect(test, person, kind, folder) {
  const frames = new Frames()
  const line = await network(test, person.url, frames.watch)
  const there = kind.keeps ? (folder ?? (await freshFolder(test))) : undefined
  const client = await kind.start(test, { ...person, url: line.url }, there)
  return Object.assign(client, { frames, folder: there, cut: line.cut, mend: line.mend })
}

async function freshFolder(test) {
  const path = await mkdtemp(join(tmpdir(), "maslahat-client-"))
  test.after(() => rm(path, { recursive: true, force: true, maxRetries: 3 }))
  return path
}

function startStock(test, person, folder) {
  const storage = folder && new NodeFSStorageAdapter(folder)
  const client = connectStock(test, person, { retry_ms: RETRY_MS, storage })
  return {
    async open(url) {
      const handle = await client.open(url)
      return {
        letters: () => letters(handle),
        heads: () => hashes(handle),
        json: () => handle.doc(),
        insert: (at, text) => insert(handle, at, text),
        isAcknowledged: () => isAcknowledged(client, handle),
      }
    },
    async close() {
      await client.repo.flush()
      await client.close()
    },
  }
}

async function startSamod(test, person, folder) {
  if (!existsSync(SAMOD)) throw new Error(`there is no ${SAMOD}: run \`cargo xtask test samod\` first`)
  const address = `${person.url.replace("http", "ws")}/sync?token=${person.token}`
  const child = spawn(SAMOD, folder ? [address, folder] : [address], { stdio: ["pipe", "pipe", "inherit"] })
  const ended = once(child, "exit")
  const waiting = new Map()
  createInterface(child.stdout).on("line", (line) => {
    const { id, found, error } = JSON.parse(line)
    const { resolve, reject } = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) resolve(found)
    else reject(new Error(`samod: ${error}`))
  })
  child.on("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error("samod has ended"))
  })
  let orders = 0
  const order = (what) =>
    new Promise((resolve, reject) => {
      orders += 1
      waiting.set(orders, { resolve, reject })
      child.stdin.write(`${JSON.stringify({ id: orders, ...what })}\n`)
    })
  const close = async () => {
    child.stdin.end()
    await ended
  }
  test.after(close)
  return {
    async open(url) {
      await order({ do: "open", url })
      const read = () => order({ do: "read", url })
      return {
        letters: async () => (await read()).letters,
        heads: async () => (await read()).heads,
        json: () => order({ do: "json", url }),
        insert: (at, text) => order({ do: "insert", url, at, text }),
        isAcknowledged: async () => (await read()).acknowledged,
      }
    },
    close,
  }
}

/** Adds at the end. */
export async function append(document, text) {
  await document.insert((await document.letters()).length, text)
}

/** Waits until the server holds all that is in a document. */
export const acknowledged = (document) => until("the acknowledgement", () => document.isAcknowledged())

/** Waits until everybody has the same letters and heads. */
export async function converged(documents) {
  const state = async (document) => String([await document.letters(), ...(await document.heads())])
  await until("the same text everywhere", async () => new Set(await Promise.all(documents.map(state))).size === 1)
}

/** Waits until nobody has said anything for a while; a loop of messages never ends. */
export async function silence(clients, patience_ms = 20_000) {
  const count = () => JSON.stringify(clients.map(({ frames }) => frames.now()))
  const deadline = Date.now() + patience_ms
  for (let before = count(); ;) {
    await sleep(QUIET_MS)
    const now = count()
    if (now === before) return
    if (Date.now() > deadline) throw new Error(`messages go on: ${before} became ${now}`)
    before = now
  }
}
