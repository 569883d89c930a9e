import { decodeHeads, type UrlHeads } from "@automerge/automerge-repo/slim"
import * as Automerge from "@automerge/automerge/slim"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { BODY } from "../../sync"
import { caretTo, editorOf, Harness, lettersOn, saved, until } from "./harness"

let harness: Harness

beforeAll(async () => {
  harness = await Harness.start()
})

afterAll(async () => {
  await harness.stop()
})

describe("two people", () => {
  it("type at once and converge, on both pages and on the server", async () => {
    const draft = harness.draft("States [should] [shall] exchange data.")
    const [alice, bob] = [await harness.visit(draft, "alice"), await harness.visit(draft, "bob")]
    await caretTo(alice, 0)
    await caretTo(bob, 38)
    await Promise.all([
      alice.keyboard.type("The participating ", { delay: 15 }),
      bob.keyboard.type(" They [may] consult.", { delay: 15 }),
    ])
    const whole = "The participating States [should] [shall] exchange data. They [may] consult."
    for (const page of [alice, bob]) await until(() => lettersOn(page), whole)
    await saved(alice)
    await saved(bob)
    expect(await harness.serverLetters(draft)).toBe(whole)
    expect(await bob.locator(".bracket-sign").allTextContents()).toHaveLength(6)
  })

  it("see each other's caret and selection with name and seat", async () => {
    const draft = harness.draft("States shall exchange data.")
    const [alice, bob] = [await harness.visit(draft, "alice"), await harness.visit(draft, "bob")]
    await caretTo(alice, 6)
    await editorOf(bob).waitFor()
    await bob.locator(".caret-label").waitFor()
    expect(await bob.locator(".caret-seat").textContent()).toBe("D16")
    expect(await bob.locator(".caret-name").textContent()).toBe("Expert, Delegation 16")
    const [label, words, caret] = await Promise.all(
      [".caret-label", "p", ".caret"].map((name) => bob.locator(name).boundingBox()),
    )
    const edge = (words?.x ?? 0) + (words?.width ?? 0)
    expect(label?.x, "the label covers no letters").toBeGreaterThan(edge)
    const height = (box: typeof label): number => (box?.y ?? 0) + (box?.height ?? 0) / 2
    expect(Math.abs(height(label) - height(caret)), "the label is on the caret's line").toBeLessThan(8)
    await alice.keyboard.press("Shift+ArrowRight")
    await until(() => bob.locator(".caret-selection").allTextContents(), [" "])
    await until(() => lettersOn(bob), "States shall exchange data.")
    await alice.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    })
    await until(() => bob.locator(".caret").count(), 0)
  })

  it("at one line have labels that do not cover each other", async () => {
    const draft = harness.draft("States shall exchange data.")
    const reader = await harness.visit(draft, "carol")
    const [alice, bob] = [await harness.visit(draft, "alice"), await harness.visit(draft, "bob")]
    await caretTo(alice, 6)
    await caretTo(bob, 12)
    await until(() => reader.locator(".caret-label").count(), 2)
    const boxes = await Promise.all([0, 1].map((index) => reader.locator(".caret-label").nth(index).boundingBox()))
    const [high, low] = boxes.map((box) => ({ top: box?.y ?? 0, bottom: (box?.y ?? 0) + (box?.height ?? 0) }))
    expect(Math.min(high?.bottom ?? 0, low?.bottom ?? 0)).toBeLessThanOrEqual(Math.max(high?.top ?? 0, low?.top ?? 0))
  })

  it("undo their own words only", async () => {
    const draft = harness.draft("data")
    const [alice, bob] = [await harness.visit(draft, "alice"), await harness.visit(draft, "bob")]
    await caretTo(alice, 0)
    await alice.keyboard.type("all ")
    await until(() => lettersOn(bob), "all data")
    await caretTo(bob, 8)
    await bob.keyboard.type(" now")
    await until(() => lettersOn(alice), "all data now")
    await alice.keyboard.press("Control+z")
    await until(() => lettersOn(bob), "data now")
    await alice.keyboard.press("Control+z")
    await alice.keyboard.press("Control+Shift+z")
    await until(() => lettersOn(bob), "all data now")
  })
})

describe("typing", () => {
  // Keys pressed by a program can overtake the browser's own news of a selection; a person's cannot.
  it("sets bold, italic and links by keyboard, and breaks lines", { retry: 2 }, async () => {
    const draft = harness.draft("one two")
    const page = await harness.visit(draft, "alice")
    await caretTo(page, 0)
    for (let times = 0; times < 3; times += 1) await page.keyboard.press("Shift+ArrowRight")
    await page.waitForFunction(() => document.getSelection()?.toString() === "one")
    // the browser tells the editor of a new selection in a task of its own, after the next frame at the latest
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 50))))
    await page.keyboard.press("Control+b")
    await page.keyboard.press("Control+i")
    await until(() => page.locator("#text-0 em strong, #text-0 strong em").allTextContents(), ["one"])
    await page.keyboard.press("Control+k")
    await page.waitForFunction(() => window.test?.linkRequest !== null)
    const answers = await page.evaluate(() => {
      const request = window.test?.linkRequest
      return [request?.words, request?.set("javascript:alert(1)"), request?.set("un.org/data")]
    })
    expect(answers).toEqual(["one", false, true])
    await until(() => page.locator("#text-0 a").getAttribute("href"), "https://un.org/data")
    await caretTo(page, 7)
    await page.keyboard.press("Enter")
    await page.keyboard.type("three")
    await saved(page)
    expect(await harness.serverLetters(draft)).toBe("one two\nthree")
  })

  it("takes from pasted HTML what a text can hold", async () => {
    const draft = harness.draft("")
    const page = await harness.visit(draft, "alice")
    await caretTo(page, 0)
    await page.evaluate(() => {
      const data = new DataTransfer()
      const html =
        "<h1>States</h1>\n<p>shall  <b>exchange</b>\u202e <i>data</i> <a href='https://un.org/'>here</a> " +
        "<a href='javascript:alert(1)'>there</a><script>x</script></p><ul><li>first<li><u>second</u></ul>"
      data.setData("text/html", html)
      document.activeElement?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      )
    })
    await saved(page)
    await until(() => harness.serverLetters(draft), "States\nshall exchange data here there\nfirst\nsecond")
    expect(await page.locator("#text-0 strong").allTextContents()).toEqual(["exchange"])
    expect(await page.locator("#text-0 em").allTextContents()).toEqual(["data"])
    expect(await page.locator("#text-0 a").allTextContents()).toEqual(["here"])
  })

  it("joins the lines of pasted plain text and keeps its empty lines as breaks", async () => {
    const draft = harness.draft("")
    const page = await harness.visit(draft, "alice")
    await caretTo(page, 0)
    await page.evaluate(() => {
      const data = new DataTransfer()
      data.setData("text/plain", "first line\r\nstill first\r\n\r\nsecond\u0007")
      document.activeElement?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      )
    })
    await until(() => harness.serverLetters(draft), "first line still first\nsecond")
  })

  it("is not disturbed in a composition while somebody else types", async () => {
    const draft = harness.draft("水曜日")
    const page = await harness.visit(draft, "alice")
    await caretTo(page, 3)
    const devtools = await page.context().newCDPSession(page)
    await devtools.send("Input.imeSetComposition", { text: "か", selectionStart: 1, selectionEnd: 1 })
    await harness.edit(draft, (document) => {
      Automerge.splice(document, BODY, 0, 0, "AB")
    })
    await devtools.send("Input.imeSetComposition", { text: "かい", selectionStart: 2, selectionEnd: 2 })
    await new Promise((wait) => setTimeout(wait, 400))
    expect(await lettersOn(page)).toBe("水曜日かい")
    await devtools.send("Input.insertText", { text: "会" })
    await until(() => lettersOn(page), "AB水曜日会")
    await until(() => harness.serverLetters(draft), "AB水曜日会")
  })
})

describe("a text far away", () => {
  it("is plain HTML, follows along, and keeps undo when the editor comes and goes", async () => {
    const draft = harness.draft("near", "two", "three", "four", "far")
    const page = await harness.visit(draft, "alice", { tall: true })
    await caretTo(page, 4)
    await page.keyboard.type("by")
    await until(() => lettersOn(page, 4), "far")
    expect(await page.locator("#text-4 [contenteditable]").count()).toBe(0)
    await harness.edit(
      draft,
      (document) => {
        Automerge.splice(document, BODY, 3, 0, "ther")
      },
      4,
    )
    await until(() => lettersOn(page, 4), "farther")
    await caretTo(page, 3, 3)
    await page.locator("#text-4").scrollIntoViewIfNeeded()
    await editorOf(page, 4).waitFor()
    await until(() => page.locator("#text-0 [contenteditable]").count(), 0)
    await page.locator("#text-0").scrollIntoViewIfNeeded()
    await editorOf(page, 0).click()
    await page.keyboard.press("Control+z")
    await until(() => lettersOn(page), "near")
  })
})

describe("a frozen text", () => {
  it("has no caret and shows the frozen wording, not later local edits", async () => {
    const draft = harness.draft("Agreed words.")
    const page = await harness.visit(draft, "alice")
    await editorOf(page).waitFor()
    const heads = await page.evaluate(() => {
      const { handle } = window.test?.sync.text(new URLSearchParams(location.search).get("text") ?? "") ?? {}
      return handle?.heads()
    })
    const frozen = { heads: decodeHeads(heads ?? ([] as unknown as UrlHeads)) }
    await caretTo(page, 0)
    await page.keyboard.type("Late: ")
    await until(() => lettersOn(page), "Late: Agreed words.")
    await page.evaluate((mark) => window.test?.views[0]?.update({ frozen: mark }), frozen)
    await until(() => lettersOn(page), "Agreed words.")
    expect(await page.locator("[contenteditable]").count()).toBe(0)
    await page.evaluate(() => window.test?.views[0]?.update({ frozen: undefined }))
    await until(() => lettersOn(page), "Late: Agreed words.")
  })
})

describe("without a connection", () => {
  it("keeps what is typed over a closed tab and sends it at the next visit", async () => {
    const draft = harness.draft("draft")
    const context = await harness.context()
    const page = await harness.visit(draft, "alice", { context })
    await caretTo(page, 5)
    await saved(page)
    // Code 4401 stops the page from coming back by itself: no connection, and no race.
    harness.server.closeAll(4401, "signed_out")
    await page.waitForFunction(() => window.test?.sync.saveState.get().kind === "stopped")
    await page.keyboard.type(" kept")
    await new Promise((wait) => setTimeout(wait, 300))
    await page.close()
    expect(await harness.serverLetters(draft)).toBe("draft")
    const back = await harness.visit({ ...draft, textUrls: [] }, "alice", { context })
    await saved(back)
    await until(() => harness.serverLetters(draft), "draft kept")
  })
})

describe("a footnote", () => {
  it("has its sign after the marked words, and words typed after it are not marked", async () => {
    const draft = harness.draft("resolution 72/283 of June")
    await harness.edit(draft, (document) => {
      Automerge.mark(document, BODY, { start: 0, end: 17, expand: "none" }, "footnote", "r1.fn1")
    })
    const page = await harness.visit(draft, "alice")
    await editorOf(page).waitFor()
    expect(await page.locator("sup#ref-r1\\.fn1 a").textContent()).toBe("3")
    await caretTo(page, 17)
    await page.keyboard.type("!")
    await until(() => page.locator("[data-footnote]").allTextContents(), ["resolution 72/283"])
  })
})
