// An expert on a train: writes offline, the moderators freeze meanwhile, and what was written is on the shelf, with
// name, time and difference, but not in the PDF.

import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import test, { after, before, describe } from "node:test"
import { promisify } from "node:util"

import { network } from "../node/network.mjs"
import { Lifetime, freshStore, serve, signIn, until } from "../node/server.mjs"
import { browser } from "./page.mjs"

const file = new Lifetime()

/** The words of a PDF, each run of white space as one space. */
async function wordsOf(pdf) {
  const { stdout } = await promisify(execFile)("pdftotext", ["-layout", pdf, "-"], { maxBuffer: 16 << 20 })
  return stdout.replace(/\s+/g, " ")
}

const assertWords = (words, wanted) => assert.ok(wanted.test(words), `${wanted} is not in: ${words.slice(0, 400)}…`)

/** Makes a PDF by the page's own dialog. */
async function exported(sheet) {
  await sheet.page.getByRole("button", { name: "Export", exact: true }).click()
  const downloading = sheet.page.waitForEvent("download")
  await sheet.page.getByRole("button", { name: "Make the file" }).click()
  const download = await downloading
  const path = join(await mkdtemp(join(tmpdir(), "maslahat-pdf-")), "draft.pdf")
  await download.saveAs(path)
  await sheet.page.getByRole("dialog").getByRole("button", { name: "Close", exact: true }).last().click()
  return path
}

describe("an expert offline", () => {
  let server, draft, reader, expert, moderator, line

  after(() => file.end())
  before(async () => {
    server = await serve(file, await freshStore(file))
    draft = server.drafts[0].id
    reader = await signIn(server.invitations.observer[0])
    line = await network(file, server.url)
    const chromium = await browser(file)
    expert = await chromium.join(line.through(server.invitations.expert[0]))
    moderator = await chromium.join(server.invitations.moderator[0])
  })

  test("writes on, and sees how much is not on the server", async () => {
    await expert.enter("7", "end")
    await expert.type(" Written in time.")
    await expert.saveState("Saved")
    line.cut()
    await expert.type(" Written on the train.")
    await expert.saveState(/Offline: \d+ changes? kept on this device/)
  })

  test("finds the words on the shelf after a freeze, with author, time and difference", async () => {
    await moderator.freeze("7")
    const frozen = (await reader.paragraph(draft, "r7")).texts.en
    assert.equal(frozen.state, "frozen")
    assert.ok(frozen.text.endsWith(" Written in time."))
    line.mend()
    const [late] = await until("the late proposal", async () => {
      const { proposals } = await reader.draft(draft)
      return proposals.length > 0 && proposals
    })
    assert.equal(late.paragraph, "r7")
    assert.equal(late.kind, "late")
    assert.equal(late.by.seat, "D16")
    assert.equal(late.text, `${frozen.text} Written on the train.`)
    assert.ok(!Number.isNaN(Date.parse(late.at)))
    for (const sheet of [moderator, expert]) {
      const shelf = sheet.paragraph("7").getByRole("article").first()
      await shelf.getByText("D16").first().waitFor()
      await shelf.locator("time").waitFor()
      await until("the difference", async () =>
        (await shelf.locator("ins").allTextContents()).join("").includes("train"),
      )
    }
    assert.deepEqual((await reader.paragraph(draft, "r7")).texts.en, frozen)
  })

  test("reads a PDF with the text and its marks, and without what came late", async () => {
    const words = await wordsOf(await exported(expert))
    assertWords(words, /CA-IC\/2019\/CRP\.1\/Rev\.2/)
    assertWords(words, /Recommendations to the Presidents/)
    assertWords(words, /DRAFT/)
    assertWords(words, /Written in time\./)
    assert.ok(!/Written on the train/.test(words), "words that must not be there")
    assertWords(words, /\b1 of \d+\b/)
    assertWords(words, /7 bis/)
  })

  test("withdraws the late proposal", async () => {
    await expert.paragraph("7").getByRole("button", { name: "Withdraw", exact: true }).click()
    await until("it to be withdrawn", async () => (await reader.draft(draft)).proposals[0].state === "withdrawn")
  })

  test("reads a final PDF once the whole draft is frozen", async () => {
    await moderator.page.getByRole("button", { name: "More", exact: true }).click()
    await moderator.page.getByRole("menuitem", { name: /Freeze the whole draft/ }).click()
    const confirm = moderator.page.getByRole("dialog").getByRole("button", { name: /^Freeze the whole draft$/ })
    await confirm.click()
    await until("the whole draft to be frozen", async () => {
      const { paragraphs } = await reader.draft(draft)
      return paragraphs.every(({ texts }) => Object.values(texts).every(({ state }) => state === "frozen"))
    })
    const first = await exported(moderator)
    const words = await wordsOf(first)
    assert.ok(!/\bDRAFT\b/.test(words), "words that must not be there")
    assertWords(words, /[0-9a-f]{16}/)
    const second = await exported(expert)
    const { stdout } = await promisify(execFile)("sha256sum", [first, second])
    const [one, two] = stdout.split("\n").map((row) => row.split(" ")[0])
    assert.equal(one, two, "the same frozen draft gives the same bytes")
  })
})
