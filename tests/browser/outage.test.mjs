// An expert at the page while the database is away: is told within two seconds that nothing is saved, and why; writes
// on; and everything is saved by itself when the database is back, over the same connection. The two seconds are those
// of the page's own clock, which stands still unless it is told to go on: so they say what the page does, not how fast
// the machine is.

import assert from "node:assert/strict"
import test from "node:test"

import { databaseStore, Lifetime, serve, signIn, until } from "../node/server.mjs"
import { Postgres } from "../node/postgres.mjs"
import { connect, letters } from "../stock/client.mjs"
import { browser } from "./page.mjs"

/** What the page promises. */
const TOLD_MS_MAX = 2_000
const ASKED_AGAIN_MS_MAX = 1_000
const NOT_SAVED = /^Not saved: the server’s database does not answer\. \d+ changes? kept on this device$/

/** Stops the page's clock, a little ahead: it has gone on meanwhile. */
async function stopTime(page) {
  const ahead = await page.evaluate(() => Date.now() + 1_000)
  await page.clock.pauseAt(ahead).catch((error) => {
    if (!String(error).includes("past")) throw error
    return stopTime(page)
  })
}

const askedFor = (page, path) => page.waitForRequest((request) => new URL(request.url()).pathname === path)

/** The status it was answered with. A server too busy to answer in time is asked again. */
async function answerTo(page, request) {
  const response = await request.response()
  if (response !== null) return response.status()
  const again = askedFor(page, new URL(request.url()).pathname)
  await page.clock.runFor(ASKED_AGAIN_MS_MAX)
  return answerTo(page, await again)
}

const file = new Lifetime()
test.after(() => file.end())

test("a database that is away is told of on the page, and nothing is lost", async (context) => {
  const postgres = await Postgres.start(file)
  const server = await serve(file, await databaseStore(postgres))
  const draft = server.drafts[0].id
  const reader = await signIn(server.invitations.observer[0])
  const watching = connect(context, reader)
  const text = await watching.open((await reader.paragraph(draft, "r4")).texts.en.url)
  const sheet = await (await browser(file)).join(server.invitations.expert[0], { ownClock: true })
  await sheet.enter("4", "start")
  await sheet.type("Before. ")
  await sheet.saveState("Saved")
  await until("the words", () => letters(text).startsWith("Before. "))

  let sockets = 0
  sheet.page.on("websocket", () => (sockets += 1))
  await postgres.stop()
  const { clock } = sheet.page
  await stopTime(sheet.page)
  const asked = askedFor(sheet.page, "/readyz")
  await sheet.type("M")
  await clock.runFor(TOLD_MS_MAX - 1)
  // it has asked by now; what it hears it says at once, and no time passes for it any more
  assert.equal(await answerTo(sheet.page, await asked), 503)
  await sheet.page.getByRole("button", { name: NOT_SAVED }).waitFor()
  await clock.resume()
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
