// Whoever receives the text checks it on a page that sends nothing anywhere: the bundle that the server exported is
// proved, one with other words is refused with the place, and none of it needs a network, nor the server.

import assert from "node:assert/strict"
import { once } from "node:events"
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import test, { after, before, describe } from "node:test"
import { pathToFileURL } from "node:url"

import { Lifetime, freshStore, maslahat, serve, signIn } from "../node/server.mjs"
import { browser } from "./page.mjs"

const file = new Lifetime()

/** The same bytes with other words of the same length in place of the last of these. */
function reworded(bytes, words, other) {
  const altered = Buffer.from(bytes)
  const at = altered.lastIndexOf(words)
  assert.ok(at >= 0 && words.length === other.length)
  altered.write(other, at)
  return altered
}

describe("a frozen text is verified by whoever receives it", () => {
  let server, draft, chair, chromium, folder, bundle, signer, page, requests

  /** What a person is told first of all. */
  const verdict = () => page.getByRole("heading", { level: 2 }).innerText()
  const give = (...files) => page.getByLabel(/^(Choose|Add) files/).setInputFiles(files)
  const zip = (buffer, name = "final.bundle.zip") => ({ name, mimeType: "application/zip", buffer })

  /** Afresh, with these files. */
  async function check(...files) {
    const again = page.getByRole("button", { name: "Start again" })
    if (await again.isVisible()) await again.click()
    await page.getByLabel("The key you expect").fill("")
    await give(...files)
    return verdict()
  }

  after(() => file.end())
  before(async () => {
    server = await serve(file, await freshStore(file))
    draft = server.drafts[0].id
    chair = await signIn(server.invitations.moderator[0])
    await chair.do(draft, { type: "freeze", scope: "draft" })
    bundle = Buffer.from(await (await chair.ask(`/api/v1/drafts/${draft}/exports/bundle`)).arrayBuffer())
    folder = await mkdtemp(join(tmpdir(), "maslahat-verify-"))
    file.after(() => rm(folder, { recursive: true, force: true }))
    await writeFile(join(folder, "final.bundle.zip"), bundle)
    const { stdout } = await maslahat("verify", join(folder, "final.bundle.zip"))
    signer = /SHA256:\S{43}/.exec(stdout)[0]
    chromium = await browser(file)
    page = await chromium.open()
    requests = []
    await page.goto(`${server.url}/verify.html`)
    await page.getByRole("heading", { name: "Verify a frozen text" }).waitFor()
    page.context().on("request", (request) => requests.push(request.url()))
    // from here on nothing could be asked for
    await page.context().setOffline(true)
  })

  test("the page may run its own script, and whatever it tried would reach nobody", async () => {
    const policy = (await fetch(`${server.url}/verify.html`)).headers.get("content-security-policy")
    assert.match(policy, /^default-src 'none'; script-src 'sha256-[^ ;]+'; style-src 'sha256-[^ ;]+';/)
    assert.match(policy, /connect-src 'none'.*frame-ancestors 'none'/)
    const heard = []
    const listener = createServer((request, answer) => {
      heard.push(request.url)
      answer.end()
    }).listen(0, "127.0.0.1")
    file.after(() => listener.close())
    await once(listener, "listening")
    const other = await chromium.open()
    await other.goto(`${server.url}/verify.html`)
    const refused = await other.evaluate(async (url) => {
      const refused = []
      addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective))
      await fetch(`${url}/fetch`).catch(() => null)
      await import(`${url}/import`).catch(() => null)
      navigator.sendBeacon(`${url}/beacon`, "x")
      await new Promise((resolve) => Object.assign(new Image(), { onerror: resolve, src: `${url}/image` }))
      await new Promise((resolve) => setTimeout(resolve))
      return refused
    }, `http://127.0.0.1:${listener.address().port}`)
    assert.deepEqual([...new Set(refused)].sort(), ["connect-src", "img-src", "script-src-elem"])
    assert.deepEqual(heard, [])
  })

  test("the bundle fits; whose key it is, the page does not pretend to know", async () => {
    assert.equal(await check(zip(bundle)), "Everything fits; the key is not confirmed")
    await page.getByText("Not compared: the key that you expect is not given above.").waitFor()
    await page.getByText(signer, { exact: true }).waitFor()
    await page.getByText("115 texts: English").waitFor()
    await page.getByText("Has the frozen wording of all 115 texts.").waitFor()
  })

  test("with the key that was expected it is verified, with any other it is not", async () => {
    const key = page.getByLabel("The key you expect")
    await key.fill(signer)
    assert.equal(await verdict(), "Verified")
    await page.getByText("It is the one you expected.").waitFor()
    await key.fill(`SHA256:${"A".repeat(43)}`)
    assert.equal(await verdict(), "Not verified: signed with another key")
    await key.fill("the usual one")
    assert.equal(await verdict(), "Everything fits; the key is not confirmed")
    await page.getByText("This is neither a fingerprint").waitFor()
  })

  test("the certified wording can be read on the page", async () => {
    await page.getByText("Read the certified texts").click()
    const { text } = (await chair.paragraph(draft, "r4")).texts.en
    await page.getByText(text, { exact: true }).waitFor()
  })

  test("other words are refused, with the place, what was frozen and what is there", async () => {
    assert.equal(await check(zip(reworded(bundle, "[24][48] hours", "[24][72] hours"))), "Not verified")
    await page.locator(".outcome").getByText("The first text that differs: r4 in English.").waitFor()
    const row = page.getByRole("listitem").filter({ hasText: "snapshot.json" })
    assert.match(await row.locator("del").innerText(), /48$/)
    assert.match(await row.locator("ins").innerText(), /72$/)
    await row.getByText("Is not as certified: it was altered.").waitFor()
  })

  test("one other byte in the pages is refused, and so is a bundle that was packed anew", async () => {
    const pdf = reworded(bundle, "%%EOF", "%%EOG")
    assert.equal(await check(zip(pdf)), "Not verified")
    await page.getByRole("listitem").filter({ hasText: "draft.pdf" }).getByText("Is not as certified").waitFor()
    assert.equal(await check(zip(Buffer.concat([bundle, Buffer.from("\n")]))), "Not verified")
  })

  test("a certificate alone says what was not given; a file alone is nothing", async () => {
    const certificate = Buffer.from(await (await chair.ask(`/api/v1/drafts/${draft}/certificate`)).arrayBuffer())
    const json = { name: "certificate.json", mimeType: "application/json", buffer: certificate }
    assert.equal(await check(json), "Everything fits; the key is not confirmed")
    await page.getByText("None of the 4 files that it names was given").waitFor()
    const pdf = await chair.ask(`/api/v1/drafts/${draft}/exports/pdf?lang=en`)
    await give({ name: "final.pdf", mimeType: "application/pdf", buffer: Buffer.from(await pdf.arrayBuffer()) })
    await page.getByText("1 of 4 certified files was given").waitFor()
    assert.equal(await check(zip(Buffer.from("%PDF-1.7"), "final.pdf")), "Not verified")
  })

  test("files can be dropped anywhere on the page, and the keyboard is enough", async () => {
    await page.getByRole("button", { name: "Start again" }).click()
    const dropped = await page.evaluateHandle((text) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], "dropped.zip"))
      return transfer
    }, bundle.toString("base64"))
    await page.dispatchEvent("h1", "drop", { dataTransfer: dropped })
    await page.getByText("dropped.zip", { exact: true }).waitFor()
    assert.equal(await verdict(), "Everything fits; the key is not confirmed")
    await page.getByRole("heading", { level: 1 }).click()
    const choosing = page.waitForEvent("filechooser")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await (await choosing).setFiles([])
  })

  test("nothing of it has left the page", () => assert.deepEqual(requests, []))

  test("a copy on a disk does the same, without the server", async () => {
    const copy = join(folder, "maslahat-verify.html")
    await page.context().setOffline(false)
    const downloading = page.waitForEvent("download")
    await page.getByRole("link", { name: "Save this page" }).click()
    await (await downloading).saveAs(copy)
    assert.equal(await readFile(copy, "utf8"), await (await fetch(`${server.url}/verify.html`)).text())
    await server.stop()
    page = await chromium.open({ offline: true, width: 360 })
    await page.goto(pathToFileURL(copy).href)
    assert.equal(await check(zip(bundle)), "Everything fits; the key is not confirmed")
    await page.getByLabel("The key you expect").fill(signer)
    assert.equal(await verdict(), "Verified")
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is too wide")
    assert.equal(await check(zip(reworded(bundle, "[24][48] hours", "[24][72] hours"))), "Not verified")
  })
})
