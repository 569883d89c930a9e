// The same stories for every client that others have written, and all of them together at one text: they find it by
// its address, converge, meet a freeze without knowing of it, come back, outlive their own end, and always go quiet.

import assert from "node:assert/strict"
import test, { after, before, describe } from "node:test"

import { Lifetime, freshStore, serve, signIn, until } from "../node/server.mjs"
import { KINDS, acknowledged, append, connect, converged, silence } from "./kinds.mjs"

const file = new Lifetime()
let draft, people, moderator

const text = async (paragraph) => (await people[0].paragraph(draft, paragraph)).texts.en
const late = async (paragraph) =>
  (await people[0].draft(draft)).proposals.filter((proposal) => proposal.paragraph === paragraph)

after(() => file.end())
before(async () => {
  const server = await serve(file, await freshStore(file))
  draft = server.drafts[0].id
  people = await Promise.all(server.invitations.expert.map(signIn))
  moderator = await signIn(server.invitations.moderator[0])
})

for (const [index, kind] of KINDS.entries()) {
  // each kind has paragraphs of its own
  const own = (number) => `r${5 * index + number}`

  describe(kind.name, () => {
    test("two of them write at the same moment, converge and go quiet", async (context) => {
      const clients = await Promise.all([0, 1].map((each) => connect(context, people[each], kind)))
      const { url, text: wording } = await text(own(1))
      const documents = await Promise.all(clients.map((client) => client.open(url)))
      assert.deepEqual(await Promise.all(documents.map((document) => document.letters())), [wording, wording])
      for (let round = 0; round < 20; round += 1) {
        await Promise.all(documents.map((document, each) => document.insert(10 * each, "ab"[each])))
      }
      await Promise.all(documents.map(acknowledged))
      await converged(documents)
      const now = await text(own(1))
      assert.equal(now.text.length, wording.length + 40)
      assert.equal(now.text, await documents[0].letters())
      assert.deepEqual(now.heads, await documents[0].heads())
      await silence(clients)
    })

    test("what is written after a freeze is a late proposal, and its author goes quiet", async (context) => {
      const [ignorant, witness] = await Promise.all([0, 1].map((each) => connect(context, people[each], kind)))
      const { url } = await text(own(2))
      const [mine, theirs] = await Promise.all([ignorant.open(url), witness.open(url)])
      await append(mine, " In time.")
      await until("the words at the witness", async () => (await theirs.letters()).endsWith(" In time."))
      await acknowledged(mine)
      await moderator.do(draft, { type: "freeze", paragraphs: [own(2)], lang: "en" })
      const frozen = await text(own(2))
      assert.equal(frozen.state, "frozen")
      await append(mine, " Too late.")
      await acknowledged(mine)
      await silence([ignorant, witness])
      assert.deepEqual(
        (await late(own(2))).map((proposal) => [proposal.kind, proposal.by.id, proposal.text]),
        [["late", people[0].id, `${frozen.text} Too late.`]],
      )
      assert.deepEqual(await text(own(2)), frozen)
      assert.deepEqual(await theirs.heads(), frozen.heads)
      // it is an open document like any other
      const fork = await witness.open((await late(own(2)))[0].url)
      assert.ok((await fork.letters()).endsWith(" Too late."))
    })

    test("a reopened text goes on in a new document; the frozen one stays as it was", async (context) => {
      const client = await connect(context, people[2], kind)
      const register = await client.open((await people[2].draft(draft)).register)
      const first = await text(own(3))
      const closed = await client.open(first.url)
      await moderator.do(draft, { type: "freeze", paragraphs: [own(3)], lang: "en" })
      await moderator.do(draft, { type: "reopen", paragraphs: [own(3)], lang: "en" })
      // the register says where, as our page learns it
      const url = await until("the new address", async () => {
        const now = (await register.json()).paragraphs[own(3)].texts.en.url
        return String(now) !== first.url && String(now)
      })
      const open = await client.open(url)
      assert.deepEqual(await open.heads(), await closed.heads())
      await append(open, " Again.")
      await acknowledged(open)
      await silence([client])
      assert.equal((await text(own(3))).text, `${first.text} Again.`)
      assert.equal(await closed.letters(), first.text)
    })

    test("comes back after the network was cut, with what was written meanwhile on both sides", async (context) => {
      const [away, here] = await Promise.all([3, 4].map((each) => connect(context, people[each], kind)))
      const { url } = await text(own(4))
      const [mine, theirs] = await Promise.all([away.open(url), here.open(url)])
      await Promise.all([mine, theirs].map(acknowledged))
      away.cut()
      await mine.insert(0, "Away. ")
      await append(theirs, " Here.")
      await acknowledged(theirs)
      away.mend()
      await until("the words of the other", async () => (await mine.letters()).endsWith(" Here."))
      await converged([mine, theirs])
      await acknowledged(mine)
      await silence([away, here])
      const now = await text(own(4))
      assert.ok(now.text.startsWith("Away. ") && now.text.endsWith(" Here."))
    })

    test("what it stored outlives its end", { skip: !kind.keeps && "it stores nothing" }, async (context) => {
      const first = await connect(context, people[5], kind)
      const { url, text: wording } = await text(own(5))
      const before_ = await first.open(url)
      await acknowledged(before_)
      first.cut()
      await append(before_, " Kept.")
      assert.equal((await text(own(5))).text, wording)
      await first.close()
      const second = await connect(context, people[5], kind, first.folder)
      const again = await second.open(url)
      assert.equal(await again.letters(), `${wording} Kept.`)
      await acknowledged(again)
      assert.equal((await text(own(5))).text, `${wording} Kept.`)
      await silence([second])
    })
  })
}

test("all kinds together at one text", async (context) => {
  const clients = await Promise.all(KINDS.map((kind, index) => connect(context, people[index], kind)))
  const { url, text: wording } = await text("r25")
  const documents = await Promise.all(clients.map((client) => client.open(url)))
  for (let round = 0; round < 10; round += 1) {
    await Promise.all(documents.map((document, index) => document.insert(7 * index, "abcd"[index])))
  }
  await Promise.all(documents.map(acknowledged))
  await converged(documents)
  await moderator.do(draft, { type: "freeze", paragraphs: ["r25"], lang: "en" })
  const frozen = await text("r25")
  assert.equal(frozen.text, await documents[0].letters())
  assert.equal(frozen.text.length, wording.length + 10 * KINDS.length)
  await Promise.all(documents.map((document, index) => append(document, ` ${index}`)))
  await Promise.all(documents.map(acknowledged))
  await silence(clients)
  // each has a late proposal of its own, and sees its own words only
  const proposals = await late("r25")
  assert.deepEqual(proposals.map((proposal) => proposal.by.id).sort(), KINDS.map((_, index) => people[index].id).sort())
  for (const [index, document] of documents.entries()) assert.equal(await document.letters(), `${frozen.text} ${index}`)
  assert.deepEqual(await text("r25"), frozen)
})
