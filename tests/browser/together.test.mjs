// Two experts and a moderator in Chromium, and a stock client beside them: they write at the same moment, see the
// same, and lose the caret when a moderator freezes.

import assert from "node:assert/strict"
import test, { after, before, describe } from "node:test"

import { Lifetime, freshStore, serve, signIn, until } from "../node/server.mjs"
import { append, connect, letters } from "../stock/client.mjs"
import { browser } from "./page.mjs"

/** What the moderators promise the room. */
const READ_ONLY_MS_MAX = 1_000

const file = new Lifetime()

describe("together on the page", () => {
  let server, draft, reader, one, two, moderator

  const stored = async (id) => (await reader.paragraph(draft, id)).texts.en.text

  after(() => file.end())
  before(async () => {
    server = await serve(file, await freshStore(file))
    draft = server.drafts[0].id
    reader = await signIn(server.invitations.observer[0])
    const chromium = await browser(file)
    one = await chromium.join(server.invitations.expert[0])
    two = await chromium.join(server.invitations.expert[1])
    moderator = await chromium.join(server.invitations.moderator[0])
  })

  test("three people write in one paragraph at the same moment and see the same", async () => {
    const sheets = [one, two, moderator]
    const before_ = await stored("r4")
    await one.enter("4", "start")
    await two.enter("4", "end")
    await moderator.enter("4", "end")
    await Promise.all([one.type("Alpha beta. "), two.type(" Gamma delta."), moderator.type(" Epsilon zeta.")])
    await Promise.all(sheets.map((sheet) => sheet.saveState("Saved")))
    const seen = await until("the same letters on every screen", async () => {
      const all = await Promise.all([...sheets.map((sheet) => sheet.letters("4")), stored("r4")])
      return new Set(all).size === 1 && all[0]
    })
    assert.equal(seen.length, before_.length + "Alpha beta.  Gamma delta. Epsilon zeta.".length)
    assert.ok(seen.startsWith("Alpha beta. "))
    assert.equal(
      seen.split("").sort().join(""),
      [...(before_ + "Alpha beta.  Gamma delta. Epsilon zeta.")].sort().join(""),
    )
  })

  test("the others' carets stand where they are, with their names", async () => {
    await two.enter("1", "end")
    await one.paragraph("1").getByText("D22").first().waitFor({ state: "attached" })
    assert.match(await one.paragraph("1").locator(".caret").first().textContent(), /D22/)
  })

  test("undo takes back one's own words, not another's", async () => {
    const before_ = await stored("r12")
    await one.enter("12", "end")
    await one.type(" mine")
    await until("the first's words", async () => (await two.letters("12")).endsWith(" mine"))
    await two.enter("12", "start")
    await two.type("theirs ")
    await until("the second's words", async () => (await one.letters("12")).startsWith("theirs "))
    await one.page.keyboard.press("Control+z")
    await until("only the second's words", async () => (await stored("r12")) === `theirs ${before_}`)
  })

  test("a stock client writes with the page", async (context) => {
    const person = await signIn(server.invitations.expert[2])
    const client = connect(context, person)
    const handle = await client.open((await person.paragraph(draft, "r13")).texts.en.url)
    append(handle, " From a stock client.")
    await until("its words on the page", async () => (await one.letters("13")).endsWith(" From a stock client."))
    await one.enter("13", "end")
    await one.type(" From the page.")
    await until("the page's words at the client", () => letters(handle).endsWith(" From the page."))
  })

  test("a freeze takes the pen away within a second, and says who and when", async () => {
    await one.enter("4", "end")
    await two.enter("5", "end")
    const answer = await moderator.freeze("4")
    const start = Date.now()
    assert.equal(answer.status(), 200)
    const sealed = [one, two].map(async (sheet) => {
      await until(
        "no editor any more",
        async () => (await sheet.paragraph("4").locator("[contenteditable=true]").count()) === 0,
        READ_ONLY_MS_MAX,
      )
    })
    await Promise.all(sealed)
    assert.ok(Date.now() - start <= READ_ONLY_MS_MAX)
    await one.paragraph("4").getByText("Moderator").first().waitFor()
    await one.paragraph("4").locator("time").first().waitFor()
    const frozen = await stored("r4")
    await one.page.keyboard.type("nothing")
    await two.type(" goes on")
    await until("the other paragraph to go on", async () => (await stored("r5")).endsWith(" goes on"))
    assert.equal(await stored("r4"), frozen)
  })

  test("a moderator reopens, and the pen is back", async () => {
    await moderator.paragraph("4").getByRole("button", { name: "Reopen paragraph 4", exact: true }).click()
    await moderator.page.getByRole("dialog").getByRole("button", { name: "Reopen paragraph 4", exact: true }).click()
    await one.editor("4").waitFor()
    await one.enter("4", "end")
    await one.type(" Again.")
    await until("the words in the new text", async () => (await stored("r4")).endsWith(" Again."))
  })

  test("a link that leads nowhere shows a way back", async () => {
    const page = await one.page.context().newPage()
    await page.goto(`${server.url}/join/NoSuchCode`)
    await page.getByRole("button", { name: "Join", exact: true }).click()
    await page.getByText("This invitation is not valid").waitFor()
    await page.getByRole("link", { name: "Back to your drafts" }).waitFor()
    await page.close()
  })
})
