// Stock automerge-repo clients, which know nothing of freezes: they edit together, meet a freeze, come back late,
// outlive the server, and always go quiet.

import assert from "node:assert/strict"
import test, { after, before, describe } from "node:test"

import { Lifetime, freshStore, serve, signIn, sleep, until } from "../node/server.mjs"
import { append, connect, hashes, insert, isAcknowledged, letters } from "./client.mjs"

/** Long enough that a loop of messages would show. */
const QUIET_MS = 1_500

const file = new Lifetime()

/** Waits until a client says no more, then counts what it says and hears. */
async function assertQuiet(...clients) {
  await sleep(500)
  const count = () => clients.map(({ counted }) => ({ ...counted }))
  const start = count()
  await sleep(QUIET_MS)
  assert.deepEqual(count(), start, "messages went on while nobody wrote")
}

describe("stock clients", () => {
  let store, server, draft, people, moderator

  const url = async (paragraph, lang = "en") => (await people[0].paragraph(draft, paragraph)).texts[lang].url
  const proposals = async (paragraph) =>
    (await people[0].draft(draft)).proposals.filter((proposal) => proposal.paragraph === paragraph)

  after(() => file.end())
  before(async () => {
    store = await freshStore(file)
    server = await serve(file, store)
    draft = server.drafts[0].id
    people = await Promise.all(server.invitations.expert.map(signIn))
    moderator = await signIn(server.invitations.moderator[0])
  })

  test("write at the same moment, converge and go quiet", async (context) => {
    const clients = people.slice(0, 3).map((person) => connect(context, person))
    const address = await url("r1")
    const handles = await Promise.all(clients.map((client) => client.open(address)))
    for (let round = 0; round < 20; round += 1) {
      handles.forEach((handle, index) => insert(handle, 10 * index, "abc"[index]))
      await sleep(5)
    }
    await until("the same heads everywhere", () => new Set(handles.map((handle) => String(hashes(handle)))).size === 1)
    const text = letters(handles[0])
    assert.equal((await people[3].paragraph(draft, "r1")).texts.en.text, text)
    await until("acknowledgements", () => clients.every((client, index) => isAcknowledged(client, handles[index])))
    await assertQuiet(...clients)
  })

  test("may ignore a freeze: their words become a late proposal, and they go quiet", async (context) => {
    const [ignorant, witness] = [people[0], people[1]].map((person) => connect(context, person))
    const address = await url("r2")
    const [mine, theirs] = await Promise.all([ignorant.open(address), witness.open(address)])
    append(mine, " In time.")
    await until("the words at the witness", () => letters(theirs).endsWith(" In time."))
    await moderator.do(draft, { type: "freeze", paragraphs: ["r2"], lang: "en" })
    const frozen = (await people[0].paragraph(draft, "r2")).texts.en
    append(mine, " Too late.")
    append(mine, " Still later.")
    const [late] = await until("the late proposal", async () => {
      const found = await proposals("r2")
      return found[0]?.text.endsWith(" Too late. Still later.") && found
    })
    assert.equal(late.kind, "late")
    assert.equal(late.state, "open")
    assert.equal(late.lang, "en")
    assert.deepEqual([late.by.id, late.by.name, late.by.seat], [people[0].id, people[0].name, people[0].seat])
    assert.ok(Math.abs(Date.parse(late.at) - Date.now()) < 60_000)
    assert.deepEqual((await people[0].paragraph(draft, "r2")).texts.en, frozen)
    await until("the acknowledgement", () => isAcknowledged(ignorant, mine))
    await assertQuiet(ignorant, witness)
    assert.ok(letters(theirs).endsWith(" In time."))
    assert.deepEqual(hashes(theirs), frozen.heads)
    assert.equal((await proposals("r2")).length, 1)
  })

  test("come back late: what they wrote offline before the freeze is on the shelf", async (context) => {
    const client = connect(context, people[2])
    const handle = await client.open(await url("r3"))
    await until("the acknowledgement", () => isAcknowledged(client, handle))
    client.offline()
    insert(handle, 0, "Offline ")
    await moderator.do(draft, { type: "freeze", paragraphs: ["r3"] })
    const frozen = (await people[2].paragraph(draft, "r3")).texts.en
    client.online()
    const [late] = await until("the late proposal", async () => {
      const found = await proposals("r3")
      return found.length > 0 && found
    })
    assert.ok(late.text.startsWith("Offline "))
    assert.equal(late.by.id, people[2].id)
    assert.deepEqual((await people[2].paragraph(draft, "r3")).texts.en, frozen)
    await until("the acknowledgement", () => isAcknowledged(client, handle))
    await assertQuiet(client)

    const reader = connect(context, people[3])
    const fork = await reader.open(late.url)
    assert.equal(letters(fork), late.text)
    const closed = await reader.open(frozen.url)
    assert.equal(letters(closed), frozen.text)
  })

  test("an observer writes to no purpose, and goes quiet", async (context) => {
    const observer = await signIn(server.invitations.observer[0])
    const [silent, writer] = [observer, people[0]].map((person) => connect(context, person))
    const address = await url("r6")
    const [mine, theirs] = await Promise.all([silent.open(address), writer.open(address)])
    const start = letters(theirs)
    append(mine, " Observed.")
    await sleep(500)
    assert.equal(letters(theirs), start)
    append(theirs, " Written.")
    await until("the writer's words", () => letters(mine).includes(" Written."))
    assert.equal((await people[0].paragraph(draft, "r6")).texts.en.text, `${start} Written.`)
    assert.deepEqual(await proposals("r6"), [])
    await assertQuiet(silent, writer)
  })

  test("may not speak for another person", async (context) => {
    const client = connect(context, people[4])
    await client.open(await url("r8"))
    const { Repo } = await import("@automerge/automerge-repo")
    const { WebSocketClientAdapter } = await import("@automerge/automerge-repo-network-websocket")
    const address = `${server.url.replace("http", "ws")}/sync?token=${people[5].token}`
    const impostor = new Repo({
      peerId: `${people[4].id}.impostor`,
      network: [new WebSocketClientAdapter(address, 0)],
    })
    await assert.rejects(impostor.find(await url("r8"), { signal: AbortSignal.timeout(3_000) }))
    await impostor.shutdown()
  })

  test("outlive the server: what they wrote meanwhile arrives after kill -9 and a restart", async (context) => {
    const clients = [people[0], people[1]].map((person) => connect(context, person))
    const address = await url("r9")
    const [one, two] = await Promise.all(clients.map((client) => client.open(address)))
    append(one, " Before.")
    await until("the words", () => letters(two).endsWith(" Before."))
    const { port } = new URL(server.url)
    await server.kill()
    append(one, " One.")
    append(two, " Two.")
    server = await serve(file, store, { listen: `127.0.0.1:${port}` })
    await until("both to converge", () => letters(one).includes(" Two.") && letters(one) === letters(two), 30_000)
    const text = (await people[2].paragraph(draft, "r9")).texts.en.text
    assert.equal(text, letters(one))
    assert.ok(text.includes(" Before.") && text.includes(" One."))
    await assertQuiet(...clients)
  })
})
