// The picture in the README: taken of the real page. Written to docs/ when it is not there yet, or when
// SCREENSHOT=1 asks for a new one; otherwise beside the build, so that a test run leaves the tree clean.

import assert from "node:assert/strict"
import { existsSync } from "node:fs"
import { mkdir, stat } from "node:fs/promises"
import { join } from "node:path"
import test from "node:test"

import { network } from "../node/network.mjs"
import { freshStore, serve, signIn, sleep, until } from "../node/server.mjs"
import { browser } from "./page.mjs"

const ROOT = join(import.meta.dirname, "../..")

test("the page with people in it can be shown", async (context) => {
  const server = await serve(context, await freshStore(context))
  const draft = server.drafts[0].id
  const chromium = await browser(context)
  const line = await network(context, server.url)
  const options = { deviceScaleFactor: 1, colorScheme: "light", reducedMotion: "reduce" }
  const absent = await chromium.join(line.through(server.invitations.expert[1]))
  const chair = await signIn(server.invitations.moderator[0])
  await absent.enter("2", "end")
  line.cut()
  await absent.type(" Such consultations are open to observers.")
  for (const id of ["pp1", "pp2", "pp3", "r1", "r2"]) await chair.do(draft, { type: "freeze", paragraphs: [id] })
  line.mend()
  await until("the late proposal", async () => (await chair.draft(draft)).proposals.length > 0)

  const shown = await chromium.join(server.invitations.moderator[1], { width: 1440, height: 1000, ...options })
  const others = await Promise.all([2, 3].map((index) => chromium.join(server.invitations.expert[index])))
  await others[0].enter("3", "end")
  await others[1].enter("4", "end")
  await shown.paragraph("2").scrollIntoViewIfNeeded()
  await shown.page.evaluate(() => document.getElementById("r1").scrollIntoView({ block: "start" }))
  await shown.page.mouse.move(5, 5)
  await shown.paragraph("4").locator(".caret").first().waitFor()
  await shown.paragraph("2").getByRole("article").locator("ins").first().waitFor()

  const kept = join(ROOT, "docs/screenshot.png")
  const isWanted = process.env.SCREENSHOT === "1" || !existsSync(kept)
  if (isWanted) await sleep(6_000) // carets come to rest
  const path = isWanted ? kept : join(ROOT, "target/screenshot.png")
  await mkdir(join(path, ".."), { recursive: true })
  await shown.page.screenshot({ path })
  assert.ok((await stat(path)).size > 50_000)
})
