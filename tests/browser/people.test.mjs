// The secretariat decides who takes part: roles that count at once on open pages, access that ends, sessions, and a
// whole table of people, looked at before anybody is invited.

import assert from "node:assert/strict"
import { readFile } from "node:fs/promises"
import test, { after, before, describe } from "node:test"

import { Lifetime, freshStore, serve, until } from "../node/server.mjs"
import { browser } from "./page.mjs"

const file = new Lifetime()

/** A CSV file as a person would choose it. */
const table = (text) => ({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) })

describe("the secretariat decides who takes part", () => {
  let clerk, expert, other, chromium, invitations, people

  after(() => file.end())
  before(async () => {
    const server = await serve(file, await freshStore(file))
    invitations = server.invitations
    chromium = await browser(file)
    expert = await chromium.join(invitations.expert[0])
    other = await chromium.join(invitations.expert[1])
    clerk = await chromium.join(invitations.secretariat[0])
    await clerk.page.getByRole("button", { name: "More", exact: true }).click()
    await clerk.page.getByRole("menuitem", { name: "People…" }).click()
    people = clerk.page.getByRole("region", { name: "Who has joined" })
    await people.getByText("you").waitFor()
  })

  /** What the expert is called in the list. */
  const called = (name) => people.getByRole("combobox", { name: `Role of ${name}` })

  test("a role that changes counts at once on the person's open page", async () => {
    const name = (await expert.page.evaluate(() => fetch("/api/v1/me").then((answer) => answer.json()))).person.name
    await expert.enter("7", "end")
    await called(name).selectOption({ label: "Observer" })
    await until("the page to be for reading", async () => (await expert.editor("7").count()) === 0)
    await called(name).selectOption({ label: "Expert" })
    await expert.editor("7").waitFor()
    await expert.enter("7", "end")
    await expert.type(" Again an expert.")
    await expert.saveState("Saved")
    await until("the words to arrive", async () => (await other.letters("7")).endsWith(" Again an expert."))
  })

  test("nobody is offered to change their own role", async () => {
    const name = (await clerk.page.evaluate(() => fetch("/api/v1/me").then((answer) => answer.json()))).person.name
    assert.ok(await called(name).isDisabled())
    assert.ok(await people.getByRole("button", { name: `Revoke the access of ${name}` }).isDisabled())
  })

  test("a session that is ended signs its device out", async () => {
    const sessions = clerk.page.getByRole("region", { name: "Sessions" })
    const name = (await other.page.evaluate(() => fetch("/api/v1/me").then((answer) => answer.json()))).person.name
    await sessions
      .getByRole("button", { name: `End the session of ${name}` })
      .first()
      .click()
    await other.page.getByText("you are signed out").first().waitFor()
    // and comes back by the demonstration's link, which may be used again
    other = await chromium.join(invitations.expert[1])
  })

  test("whoever is revoked is told so, and cannot come back", async () => {
    const name = (await expert.page.evaluate(() => fetch("/api/v1/me").then((answer) => answer.json()))).person.name
    await people.getByRole("button", { name: `Revoke the access of ${name}` }).click()
    await clerk.page.getByRole("dialog").getByRole("button", { name: "Revoke access" }).click()
    await expert.page.getByText("the secretariat has ended your access to this draft").first().waitFor()
    await people.getByText("Access revoked").waitFor()
    await expert.page.reload()
    await expert.page.getByText("Your access to this draft has ended").waitFor()
  })

  test("a table is looked at line by line before anybody is invited", async () => {
    const input = clerk.page.getByLabel("CSV file")
    await input.setInputFiles(table("name,role,seat\nAnn,chief,D16\n\u{410}lice,expert,D16\nBob,expert,D16\n"))
    await clerk.page.getByText("2 lines cannot be taken").waitFor()
    await clerk.page.getByText("Line 2", { exact: true }).waitFor()
    await clerk.page.getByText(/mixes Cyrillic and Latin letters/).waitFor()
    await input.setInputFiles(table('\u{feff}name;role;seat\r\nAnn;moderator;\r\n"Bob; the elder";expert;D16\r\n'))
    await clerk.page.getByRole("button", { name: "Invite 2 people" }).click()
    await clerk.page.getByText("2 people are invited").waitFor()
    const downloading = clerk.page.waitForEvent("download")
    await clerk.page.getByRole("button", { name: "Save the links" }).click()
    const links = (await readFile(await (await downloading).path(), "utf8")).trim().split("\r\n")
    assert.equal(links.length, 3)
    const [, link] = /,(http[^,]+)$/.exec(links[2])
    const bob = await chromium.join(link)
    const me = await bob.page.evaluate(() => fetch("/api/v1/me").then((answer) => answer.json()))
    assert.deepEqual([me.person.name, me.person.seat], ["Bob; the elder", "D16"])
  })

  test("an invitation that nobody has used is withdrawn", async () => {
    const list = clerk.page.getByRole("region", { name: "Invitations" })
    await list.getByRole("button", { name: "Withdraw the invitation of Ann" }).click()
    await list.getByText("Ann", { exact: true }).waitFor({ state: "detached" })
  })
})
