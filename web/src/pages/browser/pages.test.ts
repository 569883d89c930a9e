import type { Page } from "playwright-core"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"

import { say } from "../../ui/messages"
import { Stage } from "./stage"

let stage: Stage

beforeAll(async () => {
  stage = await Stage.start()
})
beforeEach(() => {
  stage.answers.clear()
  stage.acts.length = 0
})
afterAll(async () => {
  await stage.stop()
})

const heading = (page: Page): Promise<string | null> => page.locator("h1").first().textContent()
const button = (page: Page, name: string): ReturnType<Page["getByRole"]> =>
  page.getByRole("button", { name, exact: true })

describe("an invitation", () => {
  it("leads to its draft with one button, and leaves the history", async () => {
    const page = await stage.visit("expert", "/join/abc")
    await button(page, say.join.button).click()
    await page.waitForURL("**/drafts/d1")
    await page.locator("#r1").waitFor()
  })

  it.each([
    ["invitation_unknown", 404, say.failures.invitationUnknown.title],
    ["invitation_used", 410, say.failures.invitationUsed.title],
    ["invitation_expired", 410, say.failures.invitationExpired.title],
  ])("says so when it is refused as %s, and shows a way back", async (code, status, title) => {
    stage.answers.set("POST /sessions", { status, body: { code, detail: "" } })
    const page = await stage.visit("expert", "/join/abc")
    await button(page, say.join.button).click()
    await page.getByText(title).waitFor()
    await page.getByRole("link", { name: say.back }).click()
    await page.getByText(say.drafts.title).waitFor()
  })
})

describe("a draft that cannot be shown", () => {
  it.each([
    [403, "not_a_member", say.failures.noMember.title],
    [404, "draft_unknown", say.failures.unknownDraft.title],
  ])("for %i %s says why", async (status, code, title) => {
    stage.answers.set("GET /drafts/d1", { status, body: { code, detail: "" } })
    const page = await stage.visit("expert")
    await page.getByText(title).waitFor()
    expect(await page.getByRole("link", { name: say.back }).count()).toBe(1)
  })

  it("asks whoever is signed out for their invitation, and takes it", async () => {
    stage.answers.set("GET /drafts/d1", { status: 401, body: { code: "session_expired", detail: "" } })
    const page = await stage.visit("expert")
    await page.getByText(say.failures.signedOut.title).waitFor()
    await page.getByLabel(say.join.paste).fill("https://h.example/join/6qrgjdj6VS2pcgke")
    await page.keyboard.press("Enter")
    await button(page, say.join.button).waitFor()
    expect(new URL(page.url()).pathname).toBe("/join/6qrgjdj6VS2pcgke")
  })

  it("is asked for again when the server is back", async () => {
    stage.answers.set("GET /drafts/d1", { status: 502 })
    const page = await stage.visit("expert")
    await page.getByText(say.failures.unreachable.title).waitFor()
    stage.answers.clear()
    await button(page, say.tryAgain).click()
    await page.locator("#r1").waitFor()
  })

  it("is no page of another address", async () => {
    const page = await stage.visit("expert", "/nowhere")
    await expect.poll(() => heading(page)).toBe(say.failures.unknownPage.title)
  })
})

describe("a draft on the page", () => {
  it("is set as on paper", async () => {
    const page = await stage.visit("expert")
    await page.locator("#r1 [contenteditable=true]").waitFor()
    expect(await page.locator(".row .number").allTextContents()).toEqual(["1", "I.", "1.", "2.", "3.", "(a)"])
    expect(await page.locator("#r1 .opening").textContent()).toBe("Adopt")
    expect(await page.locator("#r1 .bracket-sign").count()).toBe(6)
    await page.locator(".outline").getByText(say.outline.brackets(3)).waitFor()
  })

  it("leads from the sign of a note to the note and back", async () => {
    const page = await stage.visit("observer")
    await page.locator("#pp1 .note-sign a").first().click()
    await expect.poll(() => new URL(page.url()).hash).toBe("#n-pp1.fn1")
    await page.locator("[id='n-pp1.fn1']").click()
    await expect.poll(() => new URL(page.url()).hash).toBe("#ref-pp1.fn1")
  })

  it("goes from bracket to bracket by key, and round", async () => {
    const page = await stage.visit("expert")
    await page.locator("#r1 [contenteditable=true]").waitFor()
    const visited: (string | undefined)[] = []
    for (let times = 0; times < 4; times += 1) {
      await page.keyboard.press("F8")
      visited.push(await page.evaluate(() => document.activeElement?.closest(".row")?.id))
    }
    expect(visited).toEqual(["r1", "r1", "r3", "r1"])
  })

  it("shows the original where a language has no text, and marks it", async () => {
    const page = await stage.visit("expert", "/drafts/d1?lang=ar")
    await page.locator("#r2 .wording[lang=ar][dir=rtl]").waitFor()
    expect(await page.locator("#r1 .wording").getAttribute("lang")).toBe("en")
    await page.locator("#r1").getByText("English original; no Arabic text yet").waitFor()
    expect(await page.locator("#r2 .number").textContent()).toBe("2.")
  })

  it("changes its language, and keeps it in the address", async () => {
    const page = await stage.visit("expert")
    await page.locator("#r2 [contenteditable=true]").waitFor()
    await page.getByLabel(say.header.language).selectOption("ar")
    await page.locator("#r2 .wording[lang=ar]").waitFor()
    expect(new URL(page.url()).searchParams.get("lang")).toBe("ar")
    await page.reload()
    await page.locator("#r2 .wording[lang=ar]").waitFor()
  })

  it("gives an observer nothing to write in and nothing to freeze", async () => {
    const page = await stage.visit("observer")
    await page.locator("#r1 .text-body").waitFor()
    expect(await page.locator("[contenteditable=true]").count()).toBe(0)
    expect(await button(page, `${say.freeze.button} paragraph 1`).count()).toBe(0)
  })

  it("asks nobody but its own server", async () => {
    const page = await stage.visit("expert")
    const foreign: string[] = []
    page.on("request", (request) => {
      if (new URL(request.url()).hostname !== "127.0.0.1") foreign.push(request.url())
    })
    await page.reload()
    await page.locator("#r1 [contenteditable=true]").waitFor()
    expect(foreign).toEqual([])
  })
})

describe("a link", () => {
  it("is set in a dialog that gives the caret back", async () => {
    const page = await stage.visit("expert")
    const text = page.locator("#r3\\.a [contenteditable=true]")
    await text.dblclick()
    await page.keyboard.press("Control+k")
    await page.getByRole("textbox", { name: say.format.linkAddress, exact: true }).fill("javascript:alert(1)")
    await page.keyboard.press("Enter")
    await page.getByRole("alert").getByText(say.format.linkInvalid).waitFor()
    await page.getByRole("textbox", { name: say.format.linkAddress, exact: true }).fill("https://un.org/")
    await page.keyboard.press("Enter")
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(await text.locator("a").getAttribute("href")).toBe("https://un.org/")
    expect(await text.evaluate((element) => element === document.activeElement)).toBe(true)
  })
})

describe("freezing", () => {
  it("is asked for by key, says what it does, and sends one act", async () => {
    const page = await stage.visit("moderator")
    await page.locator("#r3 [contenteditable=true]").click()
    await page.keyboard.press("F9")
    const dialog = page.getByRole("dialog")
    await dialog.getByText(say.freeze.withParts(1)).waitFor()
    await dialog.getByText(say.freeze.brackets(1)).waitFor()
    await page.keyboard.press("Enter")
    await dialog.waitFor({ state: "detached" })
    expect(stage.acts).toEqual([{ type: "freeze", paragraphs: ["r3"] }])
  })

  it("can be of one language, and of the whole draft", async () => {
    const page = await stage.visit("moderator")
    await page.locator("#r2").hover()
    await button(page, `${say.freeze.button} paragraph 2`).click()
    await page.getByLabel(say.freeze.oneLanguage("English")).check()
    await page.getByRole("dialog").getByText(say.freeze.confirm("paragraph 2"), { exact: true }).click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
    await button(page, say.header.more).click()
    await page.getByRole("menuitem", { name: say.header.freezeDraft }).click()
    await page.getByRole("dialog").getByText(say.freeze.confirm(say.freeze.wholeDraft), { exact: true }).click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(stage.acts).toEqual([
      { type: "freeze", paragraphs: ["r2"], lang: "en" },
      { type: "freeze", scope: "draft" },
    ])
  })

  it("tells in plain words why it was refused", async () => {
    stage.answers.set("POST /drafts/d1/acts", { status: 409, body: { code: "already_frozen", detail: "" } })
    const page = await stage.visit("moderator")
    await page.locator("#r1 [contenteditable=true]").click()
    await page.keyboard.press("F9")
    await page.keyboard.press("Enter")
    await page.getByRole("alert").getByText(say.refusals.already_frozen).waitFor()
  })
})

// Last, because it changes the draft for all.
describe("a frozen paragraph", () => {
  it("takes the caret away on every page, and says who froze it and when", async () => {
    const page = await stage.visit("expert")
    await page.locator("#r1 [contenteditable=true]").click()
    await stage.freeze("r1", "en")
    const row = page.locator("#r1[data-frozen]")
    await row.waitFor()
    expect(await row.locator("[contenteditable=true]").count()).toBe(0)
    await row.getByText("Moderator").waitFor()
    await row.getByText("20 February 2019").waitFor()
    await page.locator(".outline").getByText(say.outline.frozen(1, 7)).waitFor()
  })

  it("keeps what came late beside it, with author and difference", async () => {
    stage.propose("r1", "Adopt a plan within [two][four] years [and review it].")
    const page = await stage.visit("moderator")
    const shelf = page.locator("#r1 .shelf")
    await shelf.getByText("Expert, Delegation 16 (D16)").waitFor()
    await expect.poll(() => shelf.locator("ins").textContent()).toContain("four")
    expect(await shelf.locator("del").textContent()).toContain("three")
    expect(await button(page, say.late.accept).isDisabled()).toBe(true)
    await button(page, say.late.reject).click()
    await page.getByLabel(say.late.reason).fill("Settled in the room.")
    await button(page, say.late.rejectConfirm).click()
    await page.getByRole("dialog").waitFor({ state: "detached" })
    expect(stage.acts).toEqual([{ type: "reject-proposal", proposal: "p1", reason: "Settled in the room." }])
  })

  it("lets its author withdraw, and nobody else", async () => {
    const page = await stage.visit("expert")
    await button(page, say.late.withdraw).click()
    await expect.poll(() => stage.acts).toEqual([{ type: "withdraw-proposal", proposal: "p1" }])
    const other = await stage.visit("secretariat")
    await other.locator("#r1 .shelf").waitFor()
    expect(await button(other, say.late.withdraw).count()).toBe(0)
  })
})
