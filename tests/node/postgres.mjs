// A PostgreSQL server of a test's own, which may be stopped and started again. Listens on a socket in its directory only.

import { execFile, spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, readdirSync } from "node:fs"
import { chown, mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { promisify } from "node:util"

const run = promisify(execFile)
const PATIENCE_MS = 30_000

/** The directory of the newest installed server's programs; undefined where there is none. */
export function programs() {
  const root = "/usr/lib/postgresql"
  const versions = existsSync(root) ? readdirSync(root).sort((one, other) => Number(other) - Number(one)) : []
  const places = [...versions.map((version) => join(root, version, "bin")), ...process.env.PATH.split(delimiter)]
  return places.find((place) => existsSync(join(place, "initdb")) && existsSync(join(place, "postgres")))
}

/** The server refuses to be root. */
async function unprivileged() {
  if (process.getuid() !== 0) return {}
  const line = (await readFile("/etc/passwd", "utf8")).split("\n").find((line) => line.startsWith("postgres:"))
  if (line === undefined) throw new Error("there is no user postgres to run the server as")
  const [, , uid, gid] = line.split(":").map(Number)
  return { uid, gid }
}

export class Postgres {
  #directory
  #programs
  #user
  #process
  #databases = 0

  /** Starts one; it ends with the test. */
  static async start(test) {
    const server = new Postgres()
    server.#programs = programs()
    if (server.#programs === undefined) throw new Error("no PostgreSQL server: install the package postgresql")
    server.#directory = await mkdtemp(join(tmpdir(), "maslahat-pg-"))
    test.after(async () => {
      await server.stop()
      await rm(server.#directory, { recursive: true, force: true })
    })
    server.#user = await unprivileged()
    if (server.#user.uid !== undefined) await chown(server.#directory, server.#user.uid, server.#user.gid)
    await server.#run(
      "initdb",
      "--username=postgres",
      "--auth=trust",
      "--encoding=UTF8",
      "--no-sync",
      "-D",
      server.#data,
    )
    await server.startAgain()
    return server
  }

  get #data() {
    return join(this.#directory, "data")
  }

  #run(program, ...args) {
    return run(join(this.#programs, program), args, { ...this.#user, cwd: "/", timeout: PATIENCE_MS })
  }

  /** A new, empty database's address. */
  async database() {
    const name = `d${(this.#databases += 1)}`
    await this.#run("createdb", "--host", this.#directory, "--username", "postgres", name)
    return `postgres://postgres@${encodeURIComponent(this.#directory)}/${name}`
  }

  /** Nothing here cuts the power, so the disk need not be waited for. */
  async startAgain() {
    const settings = ["listen_addresses=", "fsync=off", "log_min_messages=fatal"].flatMap((setting) => ["-c", setting])
    const args = ["-D", this.#data, "-k", this.#directory, ...settings]
    this.#process = spawn(join(this.#programs, "postgres"), args, { ...this.#user, cwd: "/", stdio: "ignore" })
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      const answers = await this.#run("pg_isready", "--host", this.#directory).catch(() => null)
      if (answers !== null) return
      if (Date.now() > deadline) throw new Error("PostgreSQL does not answer")
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }

  /** As a power cut would: every connection breaks, and the next start recovers. */
  async stop() {
    const child = this.#process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, "exit")
    await this.#run("pg_ctl", "stop", "-m", "immediate", "-D", this.#data).catch(() => child.kill("SIGKILL"))
    await ended
  }
}
