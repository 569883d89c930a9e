// An expert at the page while the database is away: is told within two seconds that nothing is saved, and why; writes
// on; and everything is saved by itself when the database is back, over the same connection.

import assert from "node:assert/strict"
import test from "node:test"

import { databaseStore, Lifetime, serve, signIn, until } from "../node/server.mjs"
import { Postgres } from "../node/postgres.mjs"
import { connect, letters } from "../stock/client.mjs"
import { browser } from "./page.mjs"

/** What the page promises. */
const TOLD_MS_MAX = 2_000
const NOT_SAVED = /^Not saved: the server’s database does not answer\. \d+ changes? kept on this device$/

const file = new Lifetime()
test.after(() => file.end())

test("a database that is away is told of on the page, and nothing is lost", async (context) => {
  const postgres = await Postgres.start(file)
  const server = await serve(file, await databaseStore(postgres))
  const draft = server.drafts[0].id
  const reader = await signIn(server.invitations.observer[0])
  const watching = connect(context, reader)
  const text = await watching.open((await reader.paragraph(draft, "r4")).texts.en.url)
  const sheet = await (await browser(file)).join(server.invitations.expert[0])
  await sheet.enter("4", "start")
  await sheet.type("Before. ")
  await sheet.saveState("Saved")
  await until("the words", () => letters(text).startsWith("Before. "))

  let sockets = 0
  sheet.page.on("websocket", () => (sockets += 1))
  await postgres.stop()
  await sheet.type("M")
  const typed = Date.now()
  await sheet.page.getByRole("button", { name: NOT_SAVED }).waitFor()
  const told_ms = Date.now() - typed
  context.diagnostic(`told after ${told_ms} ms`)
  assert.ok(told_ms < TOLD_MS_MAX, `told after ${told_ms} ms`)
  await sheet.type("eanwhile. ")
  assert.ok((await sheet.letters("4")).startsWith("Before. Meanwhile. "))
  assert.ok(!letters(text).includes("Meanwhile"), "shown before it was on disk")
  if (process.env.OUTAGE_PICTURE) await sheet.page.screenshot({ path: process.env.OUTAGE_PICTURE })

  await postgres.startAgain()
  await sheet.saveState("Saved")
  await until("the words of the meantime", () => letters(text).startsWith("Before. Meanwhile. "))
  assert.equal(sockets, 0, "the page connected again")
  await sheet.type("After. ")
  await sheet.saveState("Saved")
  await until("the words after it", () => letters(text).startsWith("Before. Meanwhile. After. "))
})
