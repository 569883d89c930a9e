// The server as its users meet it: the binary, a data directory, and what it prints. Knows only the outside contract.

import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { promisify } from "node:util"

import { Postgres } from "./postgres.mjs"

export const BINARY = process.env.MASLAHAT ?? join(import.meta.dirname, "../../target/release/maslahat")
export const FIXTURE = join(import.meta.dirname, "../fixtures/tashkent-draft.json")

/** What lasts as long as a whole file of tests: its `end` belongs into an `after` hook. */
export class Lifetime {
  #ends = []

  after(end) {
    this.#ends.push(end)
  }

  async end() {
    for (const end of this.#ends.reverse()) await end()
  }
}

/** Where drafts are kept: a fresh data directory, or with `MASLAHAT_TEST_STORE=postgres` a database of a server of its own. */
export async function freshStore(test) {
  const kind = process.env.MASLAHAT_TEST_STORE ?? "directory"
  if (kind === "postgres") return databaseStore(await Postgres.start(test))
  if (kind !== "directory") throw new Error(`MASLAHAT_TEST_STORE is "directory" or "postgres", not "${kind}"`)
  const path = await mkdtemp(join(tmpdir(), "maslahat-"))
  test.after(() => rm(path, { recursive: true, force: true }))
  return directoryStore(path)
}

/** A store in a directory: what the commands are told of it, by arguments and by the environment. */
export const directoryStore = (path) => ({ args: ["--data", path], env: {} })

/** A store in a new database. Its address is no argument, which every user of the machine would see. */
export async function databaseStore(postgres) {
  return { args: [], env: { MASLAHAT_DATABASE_URL: await postgres.database() } }
}

/** A running server with the sample draft; ends with the test at the latest. */
export async function serve(test, store, { listen = "127.0.0.1:0" } = {}) {
  if (!existsSync(BINARY)) throw new Error(`there is no ${BINARY}: run \`cargo xtask build\` first`)
  const child = spawn(BINARY, ["serve", "--demo", "--ready-json", "--listen", listen, ...store.args], {
    env: { ...process.env, ...store.env },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let said = ""
  child.stderr.on("data", (bytes) => (said = (said + bytes).slice(-10_000)))
  const ended = once(child, "exit")
  const server = {
    pid: child.pid,
    /** As a power cut would. */
    async kill() {
      child.kill("SIGKILL")
      await ended
    },
    async stop() {
      child.kill("SIGTERM")
      return (await ended)[0]
    },
  }
  test.after(() => child.exitCode === null && child.signalCode === null && server.kill())
  const first = once(createInterface(child.stdout), "line")
  const line = await Promise.race([first, ended.then(() => null)])
  if (line === null) throw new Error(`the server did not start: ${said}`)
  Object.assign(server, { line: line[0] }, JSON.parse(line[0]))
  return server
}

/** Runs a command of the binary to its end; a failure rejects with what it said. */
export const maslahat = (...args) => promisify(execFile)(BINARY, args, { timeout: 60_000, maxBuffer: 64 << 20 })

/** The same for a command on a store. */
export const maslahatOn = (store, ...args) =>
  promisify(execFile)(BINARY, [...args, ...store.args], {
    ...{ env: { ...process.env, ...store.env }, timeout: 60_000, maxBuffer: 64 << 20 },
  })

/** A person who came in by an invitation's link. */
export async function signIn(link) {
  const [url, code] = link.split("/join/")
  const answer = await fetch(`${url}/api/v1/sessions`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ invitation: code }),
  })
  if (answer.status !== 201) throw new Error(`sign-in answers ${answer.status}: ${await answer.text()}`)
  const { person, token } = await answer.json()
  return new Person(url, person, token, answer.headers.get("set-cookie"))
}

class Person {
  constructor(url, { id, name, role, seat }, token, cookie) {
    Object.assign(this, { url, id, name, role, seat, token, cookie })
  }

  /** Asks; any status is an answer. */
  async ask(path, init = {}) {
    const headers = { authorization: `Bearer ${this.token}`, ...init.headers }
    return fetch(`${this.url}${path}`, { ...init, headers })
  }

  async read(path) {
    const answer = await this.ask(path)
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }

  draft(id) {
    return this.read(`/api/v1/drafts/${id}`)
  }

  async paragraph(draft, id) {
    return (await this.draft(draft)).paragraphs.find((paragraph) => paragraph.id === id)
  }

  act(draft, act, headers = {}) {
    return this.ask(`/api/v1/drafts/${draft}/acts`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(act),
    })
  }

  /** An act that must succeed. */
  async do(draft, act, headers) {
    const answer = await this.act(draft, act, headers)
    if (!answer.ok) throw new Error(`${act.type} answers ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
}

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Waits until something is so; gives what it found. */
export async function until(what, look, patience_ms = 20_000) {
  const deadline = Date.now() + patience_ms
  for (;;) {
    const found = await look()
    if (found) return found
    if (Date.now() > deadline) throw new Error(`not within ${patience_ms} ms: ${what}`)
    await sleep(25)
  }
}
