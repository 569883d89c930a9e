// How many messages clients of others and the server exchange, counted on the wire: for a text that is opened, a
// keystroke, a freeze, a connection that comes back. What is allowed stands in the table of docs/interop.md, the same for
// every kind; after each event there is silence, or the test does not end.

import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import { join } from "node:path"
import test, { after, before, describe } from "node:test"

import { Lifetime, freshStore, serve, signIn, until } from "../node/server.mjs"
import { KINDS, acknowledged, append, connect, silence } from "./kinds.mjs"

const DOCUMENT = join(import.meta.dirname, "../../docs/interop.md")

const file = new Lifetime()
let draft, people, moderator, allowed

after(() => file.end())
before(async () => {
  allowed = rows(await readFile(DOCUMENT, "utf8"))
  const server = await serve(file, await freshStore(file))
  draft = server.drafts[0].id
  people = await Promise.all(server.invitations.expert.map(signIn))
  moderator = await signIn(server.invitations.moderator[0])
})

/** The table's rows by their first cell: to the server and from it, for the author and for the reader. */
function rows(document) {
  const cells = (line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim())
  const table = document
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map(cells)
  return new Map(table.map(([event, ...counts]) => [event, counts]))
}

/** Whether `2` is `2`, or is in `1–3`. */
function fits(count, range) {
  const [least, most = least] = range.split("–").map(Number)
  return count >= least && count <= most
}

describe("messages counted on the wire", () => {
  for (const [column, kind] of KINDS.entries()) {
    test(kind.name, async (context) => {
      const paragraph = `r${20 + column}`
      const [author, reader] = await Promise.all([0, 1].map((each) => connect(context, people[each], kind)))
      const both = [author, reader]
      const wrong = []

      /** Does something, waits for silence, and holds what was said against the table. */
      async function count(event, act, before = both.map(({ frames }) => frames.now())) {
        const found = await act()
        await silence(both)
        const said = both.flatMap(({ frames }, index) => {
          const { up, down } = frames.now()
          return [up - before[index].up, down - before[index].down]
        })
        const ranges = allowed.get(event) ?? []
        if (ranges.length !== said.length || !said.every((each, index) => fits(each, ranges[index]))) {
          wrong.push(`${event}: ${said.join(" | ")} instead of ${ranges.join(" | ")}`)
        }
        return found
      }

      const { url } = (await people[0].paragraph(draft, paragraph)).texts.en
      const greeted = () => until("the greetings", () => both.every(({ frames }) => frames.down > 0))
      await count("connecting", greeted, [
        { up: 0, down: 0 },
        { up: 0, down: 0 },
      ])
      const [mine, theirs] = await count("opening a text", () => Promise.all(both.map((client) => client.open(url))))
      await count("a keystroke of the author", async () => {
        await append(mine, "1")
        await acknowledged(mine)
      })
      await count("the next keystroke", async () => {
        await append(mine, "2")
        await acknowledged(mine)
      })
      await count("a keystroke of each at the same moment", async () => {
        await Promise.all([mine, theirs].map((document) => append(document, "3")))
        await Promise.all([mine, theirs].map(acknowledged))
      })
      await count("the author's connection comes back", async () => {
        const { connections } = author.frames
        author.cut()
        author.mend()
        await until("the connection", () => author.frames.connections > connections)
        await acknowledged(mine)
      })
      await count("… with a keystroke made meanwhile", async () => {
        const { connections } = author.frames
        author.cut()
        await append(mine, "4")
        author.mend()
        await until("the connection", () => author.frames.connections > connections)
        await acknowledged(mine)
      })
      await count("a freeze", () => moderator.do(draft, { type: "freeze", paragraphs: [paragraph], lang: "en" }))
      await count("the author's keystroke after the freeze", async () => {
        await append(mine, "5")
        await acknowledged(mine)
      })
      await count("the next one", async () => {
        await append(mine, "6")
        await acknowledged(mine)
      })
      await count("the author's connection comes back after that", async () => {
        const { connections } = author.frames
        author.cut()
        author.mend()
        await until("the connection", () => author.frames.connections > connections)
        await acknowledged(mine)
      })
      const register = (await people[0].draft(draft)).register
      await count("opening the register", () => Promise.all(both.map((client) => client.open(register))))
      await count("a freeze, with the register open", () =>
        moderator.do(draft, { type: "freeze", paragraphs: [`r${10 + column}`], lang: "en" }),
      )
      assert.deepEqual(wrong, [])
    })
  }
})
