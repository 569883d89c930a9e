// For the bench: how long after its address is opened the draft can be written in, with nothing in the cache.
// Usable means: an editor stands in the first paragraphs, and the bar says "Saved", so the server is there too.

import { chromiumOptions } from "./page.mjs"
import { chromium } from "playwright-core"

const RUNS = 3
const [link] = process.argv.slice(2)
const { origin, pathname } = new URL(link)
const signedIn = await fetch(`${origin}/api/v1/sessions`, {
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ invitation: pathname.split("/").pop() }),
})
const { token } = await signedIn.json()
const [name, value] = signedIn.headers.get("set-cookie").split(";")[0].split("=")
const listed = await fetch(`${origin}/api/v1/drafts`, { headers: { authorization: `Bearer ${token}` } })
const body = await listed.json()
const [draft] = Array.isArray(body) ? body : body.drafts

const usable_ms = []
for (let run = 0; run < RUNS; run += 1) {
  const browser = await chromium.launch(chromiumOptions())
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  await context.addCookies([{ name, value, url: origin }])
  const page = await context.newPage()
  const start = performance.now()
  await page.goto(`${origin}/drafts/${draft.id}`, { waitUntil: "commit" })
  await page.locator("[contenteditable=true]").first().waitFor()
  await page.getByRole("button", { name: "Saved", exact: true }).waitFor()
  usable_ms.push(performance.now() - start)
  await browser.close()
}
console.log(JSON.stringify({ usable_ms }))
