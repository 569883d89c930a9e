// The outside contract, line by line, as a stranger would script against it.

import assert from "node:assert/strict"
import { mkdtemp, readFile, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import test, { after, before, describe } from "node:test"

import { BINARY, FIXTURE, Lifetime, freshStore, maslahat, maslahatOn, serve, signIn, until } from "../node/server.mjs"
import { append, connect, letters } from "./client.mjs"

describe("the outside contract", () => {
  let store, server, draft, expert, moderator, secretariat, observer

  const file = new Lifetime()
  after(() => file.end())
  before(async () => {
    store = await freshStore(file)
    server = await serve(file, store)
    draft = server.drafts[0].id
    const first = (role) => signIn(server.invitations[role][0])
    ;[expert, moderator, secretariat, observer] = await Promise.all(
      ["expert", "moderator", "secretariat", "observer"].map(first),
    )
  })

  test("the first line says where, what and who", () => {
    const ready = JSON.parse(server.line)
    assert.deepEqual(Object.keys(ready), ["url", "drafts", "invitations"])
    assert.match(ready.url, /^http:\/\/127\.0\.0\.1:\d+$/)
    assert.deepEqual(Object.keys(ready.drafts[0]).sort(), ["id", "title"])
    const counts = Object.fromEntries(Object.entries(ready.invitations).map(([role, links]) => [role, links.length]))
    assert.deepEqual(counts, { secretariat: 1, moderator: 3, expert: 6, observer: 1 })
    for (const link of Object.values(ready.invitations).flat()) {
      assert.match(link, new RegExp(`^${ready.url}/join/\\w+$`))
    }
  })

  test("an invitation opens a session, by cookie and by token", async () => {
    assert.ok(expert.id && expert.name && expert.seat && expert.token)
    assert.equal(expert.role, "expert")
    assert.match(expert.cookie, /HttpOnly/i)
    assert.match(expert.cookie, /SameSite=/i)
    const byToken = await expert.read("/api/v1/me")
    const byCookie = await fetch(`${server.url}/api/v1/me`, { headers: { cookie: expert.cookie.split(";")[0] } })
    assert.deepEqual(await byCookie.json(), byToken)
    assert.ok(JSON.stringify(byToken).includes(expert.id))
  })

  test("a draft is told with its paragraphs and texts", async () => {
    const list = await expert.read("/api/v1/drafts")
    assert.ok(JSON.stringify(list).includes(draft))
    const told = await expert.draft(draft)
    for (const key of ["id", "symbol", "title", "register", "languages", "paragraphs", "proposals"]) {
      assert.ok(key in told, key)
    }
    assert.match(told.register, /^automerge:/)
    assert.equal(told.languages[0], "en")
    const paragraph = told.paragraphs.find(({ id }) => id === "r4")
    assert.equal(paragraph.kind, "recommendation")
    assert.equal(paragraph.number, "4")
    assert.equal(paragraph.section, "I")
    assert.equal(paragraph.status, "bracketed")
    const text = paragraph.texts.en
    assert.match(text.url, /^automerge:/)
    assert.equal(text.state, "open")
    assert.ok(Array.isArray(text.heads) && text.heads.every((head) => /^[0-9a-f]{64}$/.test(head)))
    assert.match(text.sha256, /^[0-9a-f]{64}$/)
    const bytes = new TextEncoder().encode(text.text)
    assert.equal(Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex"), text.sha256)
  })

  test("the fixture's ids are kept", async () => {
    const fixture = JSON.parse(await readFile(FIXTURE, "utf8"))
    const wanted = [...fixture.preamble, ...fixture.sections.flatMap(({ recommendations }) => recommendations)]
    const ids = new Set((await expert.draft(draft)).paragraphs.map(({ id }) => id))
    assert.deepEqual(
      wanted.map(({ id }) => id).filter((id) => !ids.has(id)),
      [],
    )
  })

  test("an act answers, is in the ledger, and is done once under one key", async () => {
    const key = { "idempotency-key": "contract-1" }
    const act = { type: "set-status", paragraph: "r9", status: "agreed_ad_ref" }
    const once = await moderator.do(draft, act, key)
    assert.deepEqual(await moderator.do(draft, act, key), once)
    const ledger = JSON.stringify(await moderator.read(`/api/v1/drafts/${draft}/ledger`))
    assert.equal(ledger.split('"set-status"').length - 1, 1)
    assert.equal((await moderator.paragraph(draft, "r9")).status, "agreed_ad_ref")
  })

  test("who may not is told so, as a problem document", async () => {
    for (const person of [expert, observer]) {
      const answer = await person.act(draft, { type: "freeze", paragraphs: ["r4"], lang: "en" })
      assert.equal(answer.status, 403)
      assert.match(answer.headers.get("content-type"), /application\/problem\+json/)
      const problem = await answer.json()
      assert.equal(problem.status, 403)
      assert.ok(problem.type && problem.title && problem.code)
    }
    assert.equal((await fetch(`${server.url}/api/v1/me`)).status, 401)
    assert.equal((await expert.ask("/api/v1/drafts/no-such-draft")).status, 404)
    const malformed = await expert.ask(`/api/v1/drafts/${draft}/acts`, { method: "POST", body: "{" })
    assert.ok([400, 415, 422].includes(malformed.status), String(malformed.status))
    const unknown = await fetch(`${server.url}/api/v1/sessions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ invitation: "NoSuchCode" }),
    })
    assert.equal(unknown.status, 404)
  })

  test("a freeze closes a text, a reopening continues it in a new one", async () => {
    const before_ = (await moderator.paragraph(draft, "r5")).texts.en
    await moderator.do(draft, { type: "freeze", paragraphs: ["r5"], lang: "en" })
    const frozen = (await expert.paragraph(draft, "r5")).texts.en
    assert.equal(frozen.state, "frozen")
    assert.deepEqual([frozen.url, frozen.heads, frozen.sha256], [before_.url, before_.heads, before_.sha256])
    await moderator.do(draft, { type: "reopen", paragraphs: ["r5"], lang: "en" })
    const open = (await expert.paragraph(draft, "r5")).texts.en
    assert.equal(open.state, "open")
    assert.notEqual(open.url, frozen.url)
    assert.equal(open.text, frozen.text)
  })

  test("the API describes itself, and its health", async () => {
    const openapi = await (await fetch(`${server.url}/api/openapi.json`)).json()
    assert.match(openapi.openapi, /^3\.1/)
    for (const path of ["/api/v1/sessions", "/api/v1/me", "/api/v1/drafts"]) assert.ok(openapi.paths[path], path)
    for (const path of ["/healthz", "/readyz", "/metrics"]) {
      assert.equal((await fetch(`${server.url}${path}`)).status, 200, path)
    }
  })

  test("every export comes, with its type", async () => {
    const starts = { pdf: "%PDF-", docx: "PK", html: "<!", md: "", akn: "<?xml", json: "{", bundle: "PK" }
    for (const [format, start] of Object.entries(starts)) {
      const answer = await expert.ask(`/api/v1/drafts/${draft}/exports/${format}?lang=en`)
      assert.equal(answer.status, 200, `${format}: ${answer.status}`)
      const bytes = Buffer.from(await answer.arrayBuffer())
      assert.ok(bytes.subarray(0, 5).toString("latin1").toLowerCase().startsWith(start.toLowerCase()), format)
      assert.ok(bytes.length > 1_000, format)
    }
    assert.equal((await expert.ask(`/api/v1/drafts/${draft}/exports/odt`)).status, 404)
  })

  test("a draft is made by the secretariat from the fixture's format", async () => {
    const body = await readFile(FIXTURE, "utf8")
    const post = (person) =>
      person.ask("/api/v1/drafts", { method: "POST", headers: { "content-type": "application/json" }, body })
    assert.equal((await post(expert)).status, 403)
    const made = await post(secretariat)
    assert.equal(made.status, 201)
  })

  test("a hundred megabytes are refused, and the server goes on", async () => {
    const body = Buffer.alloc(100 << 20, 0x20)
    const headers = { "content-type": "application/json" }
    const status = await secretariat.ask("/api/v1/drafts", { method: "POST", headers, body }).then(
      (answer) => answer.status,
      (error) => String(error.cause?.code ?? error),
    )
    assert.ok([413, "ECONNRESET", "EPIPE", "UND_ERR_SOCKET"].includes(status), String(status))
    assert.equal((await fetch(`${server.url}/readyz`)).status, 200)
  })

  test("the command line exports and invites beside the server", async () => {
    const folder = await mkdtemp(join(tmpdir(), "maslahat-files-"))
    const file = join(folder, "draft.md")
    await maslahatOn(store, "export", draft, "--format", "md", "--lang", "en", "-o", file)
    assert.ok((await readFile(file, "utf8")).length > 1_000)
    const who = ["--role", "expert", "--name", "Expert, Delegation 7", "--seat", "D07"]
    const invited = await maslahatOn(store, "invite", draft, ...who)
    // beside a database nobody knows the server's address
    const link = `${server.url}/join/${/\/join\/(\w+)/.exec(invited.stdout)?.[1]}`
    const person = await signIn(link)
    assert.deepEqual([person.role, person.seat], ["expert", "D07"])
    await assert.rejects(signIn(link), /410/)
    const usage = await maslahat("no-such-command").catch((error) => error)
    assert.equal(usage.code, 2)
    await writeFile(join(folder, "x.json"), "{")
    const failed = await maslahatOn(store, "import", join(folder, "x.json")).catch((error) => error)
    assert.equal(failed.code, 1)
    assert.ok(failed.stderr.length > 10)
    assert.match((await maslahat("--help")).stdout, /serve/)
    assert.ok(BINARY)
  })

  test("a whole frozen draft has a certificate", async () => {
    await secretariat.do(draft, { type: "freeze", scope: "draft" })
    const told = await expert.draft(draft)
    const open = told.paragraphs.flatMap(({ id, texts }) =>
      Object.entries(texts).filter(([, text]) => text.state !== "frozen" && id && text),
    )
    assert.deepEqual(open, [])
    const certificate = await expert.read(`/api/v1/drafts/${draft}/certificate`)
    assert.ok(JSON.stringify(certificate).includes(told.paragraphs[0].texts.en.sha256))
    await secretariat.do(draft, { type: "reopen", scope: "draft" })
  })

  test("a stock client opens the register and a text", async (context) => {
    const told = await expert.draft(draft)
    const client = connect(context, expert)
    const register = await client.open(told.register)
    assert.ok(register.doc().order.map(String).includes("r4"))
    const text = await client.open(told.paragraphs.find(({ id }) => id === "r4").texts.en.url)
    append(text, " Stock.")
    await until("the text in the API", async () =>
      (await expert.paragraph(draft, "r4")).texts.en.text.endsWith(" Stock."),
    )
    assert.ok(letters(text).endsWith(" Stock."))
  })
})
