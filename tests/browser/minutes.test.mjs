// Who wrote what, and who did what: an expert writes, everyone can see whose words they are, and the ledger tells it
// like minutes, with the reason of a rejection.

import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import test, { after, before, describe } from "node:test"

import { network } from "../node/network.mjs"
import { Lifetime, freshStore, serve, signIn, until } from "../node/server.mjs"
import { browser } from "./page.mjs"

const file = new Lifetime()

describe("words and acts have their author", () => {
  let server, draft, chair, expert, reader, line

  after(() => file.end())
  before(async () => {
    server = await serve(file, await freshStore(file))
    draft = server.drafts[0].id
    chair = await signIn(server.invitations.moderator[0])
    line = await network(file, server.url)
    const chromium = await browser(file)
    expert = await chromium.join(line.through(server.invitations.expert[0]))
    reader = await chromium.join(server.invitations.observer[0])
  })

  test("a reader who rests on words learns who wrote them and when", async () => {
    await expert.enter("7", "end")
    await expert.type(" Signed words.")
    await expert.saveState("Saved")
    await until("the words to arrive", async () => (await reader.letters("7")).endsWith(" Signed words."))
    const body = reader.paragraph("7").locator(".text-body").first()
    const box = await body.evaluate((element) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
      let last = null
      for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) if (node.data.trim() !== "") last = node
      const range = new Range()
      range.setStart(last, last.data.length - 4)
      range.setEnd(last, last.data.length - 3)
      element.scrollIntoView({ block: "center" })
      const { left, top, width, height } = range.getBoundingClientRect()
      return { x: left + width / 2, y: top + height / 2 }
    })
    await reader.page.mouse.move(box.x - 30, box.y)
    await reader.page.mouse.move(box.x, box.y)
    await reader.page.locator(".tip").getByText("D16").waitFor()
  })

  test("the text is coloured by author, with a legend in words", async () => {
    await reader.page.keyboard.press("Shift+F2")
    const legend = reader.page.getByRole("complementary", { name: "Who wrote what" })
    await legend.getByText(/D16/).waitFor()
    await legend.getByText("14 letters").waitFor()
    await reader.paragraph("7").getByRole("list", { name: "Written by" }).getByText("14 letters").waitFor()
    assert.ok(await reader.page.evaluate(() => [...CSS.highlights.keys()].some((name) => name.startsWith("author-"))))
    await legend.getByRole("button", { name: "Hide who wrote what" }).click()
    await legend.waitFor({ state: "detached" })
  })

  test("a rejection's reason is beside the proposal and in the ledger, which leads back to the paragraph", async () => {
    await expert.enter("7", "end")
    line.cut()
    await expert.type(" Too late.")
    await chair.do(draft, { type: "freeze", paragraphs: ["r7"], lang: "en" })
    line.mend()
    const [late] = await until("the late proposal", async () => {
      const { proposals } = await chair.draft(draft)
      return proposals.length > 0 && proposals
    })
    await chair.do(draft, { type: "reject-proposal", proposal: late.id, reason: "Covered by paragraph 4." })
    await reader.paragraph("7").getByText("1 settled proposal").click()
    await reader.paragraph("7").getByText("Covered by paragraph 4.").waitFor()

    await reader.page.getByRole("button", { name: "More", exact: true }).click()
    await reader.page.getByRole("menuitem", { name: "Ledger" }).click()
    const ledger = reader.page.getByRole("main")
    await ledger.getByText("Covered by paragraph 4.").waitFor()
    await ledger.getByLabel("Kind").selectOption({ label: "Freeze" })
    await ledger.getByText(/^1 of \d+ entries$/).waitFor()
    const downloading = reader.page.waitForEvent("download")
    await ledger.getByRole("button", { name: "Export as JSON lines" }).click()
    const lines = (await readFile(await (await downloading).path(), "utf8")).trimEnd().split("\n")
    assert.equal(JSON.parse(lines[0]).format, "maslahat-ledger/1")
    assert.equal(JSON.parse(lines.at(-2)).chain, JSON.parse(lines[0]).head)
    await ledger.getByRole("link", { name: "paragraph 7" }).click()
    await reader.page.waitForURL(/#r7$/)
    await reader.paragraph("7").waitFor()
  })
})
