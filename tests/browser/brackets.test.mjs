// Square brackets are settled where they stand: by key, by button, and taken back; everybody sees it.

import assert from "node:assert/strict"
import test, { after, before, describe } from "node:test"

import { Lifetime, freshStore, serve, until } from "../node/server.mjs"
import { browser } from "./page.mjs"

const file = new Lifetime()

describe("brackets are settled", () => {
  let expert, other

  after(() => file.end())
  before(async () => {
    const server = await serve(file, await freshStore(file))
    const chromium = await browser(file)
    expert = await chromium.join(server.invitations.expert[0])
    other = await chromium.join(server.invitations.expert[1])
    await other.paragraph("9").scrollIntoViewIfNeeded()
  })

  /** Goes from bracket to bracket by key until the bar names this one. */
  async function goTo(words) {
    const bar = expert.page.getByRole("toolbar", { name: `The bracket [${words}]`, exact: true })
    await until(`the caret to be in [${words}]`, async () => {
      if (await bar.isVisible()) return true
      await expert.page.keyboard.press("F8")
      await expert.page.waitForTimeout(150)
      return false
    })
    return bar
  }

  const everybodySees = (number, words) =>
    until(`everybody to see “${words}”`, async () => {
      const texts = await Promise.all([expert, other].map((person) => person.letters(number)))
      return texts.every((text) => text.includes(words))
    })

  test("one of two alternatives is chosen by key, and that is taken back by one undo", async () => {
    await expert.enter("9", "start")
    await goTo("three")
    await expert.page.keyboard.press("Alt+Enter")
    await everybodySees("9", "no more than three hours")
    await expert.page.keyboard.press("Control+z")
    await everybodySees("9", "no more than [three][six] hours")
  })

  test("the other is chosen with a click", async () => {
    await expert.editor("9").getByText("six", { exact: true }).click()
    const bar = expert.page.getByRole("toolbar", { name: "The bracket [six]", exact: true })
    await bar.getByRole("button", { name: "Choose this one" }).click()
    await everybodySees("9", "no more than six hours")
    await expert.saveState("Saved")
    await bar.waitFor({ state: "detached" })
  })

  test("words in brackets are dropped by key, with the space that would be left", async () => {
    await other.paragraph("3").scrollIntoViewIfNeeded()
    await expert.enter("3", "start")
    await goTo("additional")
    await expert.page.keyboard.press("Alt+Delete")
    await everybodySees("3", "to open crossing points")
  })

  test("a sign in a footnote is no bracket", async () => {
    const note = expert.page.getByRole("group", { name: /^Footnote / }).first()
    await note.scrollIntoViewIfNeeded()
    await note.locator("[contenteditable=true]").first().click()
    await expert.page.keyboard.press("Control+Home")
    await expert.type("[note] ")
    await expert.page.keyboard.press("Control+Home")
    await expert.page.keyboard.press("ArrowRight")
    await expert.saveState("Saved")
    assert.equal(await expert.page.getByRole("toolbar", { name: /^The bracket/ }).count(), 0)
  })

  test("the keys are on the list of keys", async () => {
    await expert.page.keyboard.press("Control+/")
    await expert.page.getByRole("dialog").getByText("Drop the words of this bracket").waitFor()
  })
})
