// Promise 1: what another person has seen survives kill -9. Ten rounds under load; after each the old clients are
// gone before the server is back, so that nobody can bring back what the server lost.

import assert from "node:assert/strict"
import test from "node:test"

import * as Automerge from "@automerge/automerge"

import { freshStore, serve, signIn, sleep, until } from "../node/server.mjs"
import { connect, insert, letters } from "./client.mjs"

const ROUNDS = 10
const WRITERS = 4
const PARAGRAPHS = ["r10", "r11"]

test("what a client has seen of others survives kill -9 under load, ten rounds", async (context) => {
  const store = await freshStore(context)
  let server = await serve(context, store)
  const { port } = new URL(server.url)
  const draft = server.drafts[0].id
  const writers = await Promise.all(server.invitations.expert.slice(0, WRITERS).map(signIn))
  const witness = await signIn(server.invitations.moderator[0])
  const urls = await Promise.all(PARAGRAPHS.map(async (id) => (await witness.paragraph(draft, id)).texts.en.url))
  let seenInAll = 0

  for (let round = 0; round < ROUNDS; round += 1) {
    const clients = writers.map((person) => connect(context, person))
    const watching = connect(context, witness)
    const seen = await Promise.all(urls.map((url) => watching.open(url)))
    const handles = await Promise.all(clients.flatMap((client) => urls.map((url) => client.open(url))))
    const before = seen.map((handle) => letters(handle).length)
    let isOver = false
    const writing = handles.map(async (handle, index) => {
      while (!isOver) {
        insert(handle, (index * 7) % letters(handle).length, String(index % 10))
        await sleep(4 + index)
      }
    })
    await until("words of others", () => seen.every((handle, index) => letters(handle).length > before[index] + 20))
    await sleep(50 * round)
    for (const client of [...clients, watching]) client.stayAway()
    await server.kill()
    isOver = true
    await Promise.all(writing)
    const remembered = seen.map((handle) => ({ heads: Automerge.getHeads(handle.doc()), text: letters(handle) }))
    await Promise.all([...clients, watching].map((client) => client.close()))

    server = await serve(context, store, { listen: `127.0.0.1:${port}` })
    const fresh = connect(context, witness)
    for (const [index, url] of urls.entries()) {
      const handle = await fresh.open(url)
      const { heads, text } = remembered[index]
      assert.ok(Automerge.hasHeads(handle.doc(), heads), `round ${round}: changes that were seen are gone`)
      assert.equal(String(Automerge.view(handle.doc(), heads).body), text)
      seenInAll += text.length - before[index]
    }
    await fresh.close()
  }
  context.diagnostic(`${seenInAll} letters of others seen before a kill, none lost`)
  assert.ok(seenInAll > ROUNDS * 20)
})
