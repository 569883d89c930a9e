// The API against its own description: schemathesis makes requests of it, right and wrong ones, with the session of
// each role and with none. Nothing may answer 5xx, or anything that the description does not say.

import assert from "node:assert/strict"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"

import { Lifetime, freshStore, serve, signIn } from "../node/server.mjs"

const PROGRAM = process.env.SCHEMATHESIS ?? join(import.meta.dirname, "../../target/schemathesis/bin/schemathesis")
/** The same requests each time. */
const SEED = 20190220
/** Requests of each kind for a route. */
const EXAMPLES = 10
/** Far beyond what a run takes: it ends one that hangs. */
const PATIENCE_MS = 300_000

const CHECKS = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_headers_conformance",
  "response_schema_conformance",
  "unsupported_method",
  "allow_header_conformance",
]

/** How often somebody may ask is another test's matter. */
const UNLIMITED = `
[limits]
address = { per-minute = 0, burst = 1 }
person = { per-minute = 0, burst = 1 }
changes = { per-minute = 0, burst = 1 }
costly = { per-minute = 0, burst = 1 }
`

/** Names that are there, so that requests come further than the first look; mixed with made-up ones. */
const names = (draft) => `
[dictionaries.drafts]
values = ["${draft}"]
[dictionaries.paragraphs]
values = ["pp1", "r1", "r4", "r9"]
[dictionaries.formats]
values = ["json", "md", "html", "akn", "docx"]
[dictionaries.languages]
values = ["en", "ru", "uz-Latn", "all"]

[parameters]
"path.id" = { dictionary = "drafts", probability = 0.9 }
"path.paragraph" = { dictionary = "paragraphs", probability = 0.7 }
"path.format" = { dictionary = "formats", probability = 0.7 }
"query.lang" = { dictionary = "languages", probability = 0.6 }
`

const lifetime = new Lifetime()
let folder
let server

before(async () => {
  if (!existsSync(PROGRAM)) throw new Error(`there is no ${PROGRAM}: run \`cargo xtask test description\``)
  folder = await mkdtemp(join(tmpdir(), "maslahat-description-"))
  lifetime.after(() => rm(folder, { recursive: true, force: true }))
  const config = join(folder, "server.toml")
  await writeFile(config, UNLIMITED)
  const store = await freshStore(lifetime)
  server = await serve(lifetime, { ...store, args: [...store.args, "--config", config] })
  await writeFile(join(folder, "schemathesis.toml"), names(server.drafts[0].id))
})
after(() => lifetime.end())

/** Runs it to its end; fails with what it says. */
async function conforms(token, more) {
  const args = ["--config-file", join(folder, "schemathesis.toml"), "--no-color", "run"]
  args.push(`${server.url}/api/openapi.json`, "--checks", CHECKS.join(","), "--phases", "examples,coverage,fuzzing")
  args.push("--max-examples", String(EXAMPLES), "--seed", String(SEED), "--warnings", "off", ...more)
  if (token !== null) args.push("--header", `Authorization: Bearer ${token}`)
  const child = spawn(PROGRAM, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], timeout: PATIENCE_MS })
  let said = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (said += bytes))
  const [code] = await once(child, "close")
  assert.equal(code, 0, said.slice(-20_000))
  const tested = /(\d+) generated/.exec(said)
  assert.ok(tested !== null && Number(tested[1]) > 0, said)
  return Number(tested[1])
}

/** A socket is no answer; a session that ends would make all that follows the same. */
const LASTING = ["--exclude-operation-id", "sync", "--exclude-operation-id", "signOut"]

for (const role of ["secretariat", "moderator", "expert", "observer"]) {
  test(`what is described is what ${role} gets`, async (t) => {
    const { token } = await signIn(server.invitations[role][0])
    t.diagnostic(`${await conforms(token, LASTING)} requests`)
    const ending = await signIn(server.invitations[role][0])
    await conforms(ending.token, ["--include-operation-id", "signOut"])
  })
}

test("what is described is what somebody gets who is not signed in", async (t) => {
  t.diagnostic(`${await conforms(null, ["--exclude-operation-id", "sync"])} requests`)
})

test("the server is still there", async () => {
  const person = await signIn(server.invitations.observer[0])
  assert.ok((await person.draft(server.drafts[0].id)).paragraphs.length > 30)
})
