// People in front of a real Chromium. Finds things as people do: by role, name and wording.

import { existsSync } from "node:fs"

import { chromium } from "playwright-core"

const CHROMIUM =
  process.env.CHROMIUM ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path))

/** How long anything may take on a busy machine before a test gives up. */
const PATIENCE_MS = 15_000

/** How Chromium is started here: without a sandbox only for root, who cannot have one. */
export function chromiumOptions() {
  if (CHROMIUM === undefined) throw new Error("no Chromium: install the package chromium, or set CHROMIUM to its path")
  const args = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : []
  return { executablePath: CHROMIUM, args: [...args, "--disable-gpu", ...sandbox] }
}

/** A browser; each person gets a context of their own in it. */
export async function browser(test) {
  const running = await chromium.launch(chromiumOptions())
  const errors = []
  test.after(async () => {
    await running.close()
    if (errors.length > 0) throw new Error(`the page failed: ${errors.join("\n")}`)
  })
  async function open({ width = 1440, height = 900, ...options } = {}) {
    const context = await running.newContext({ viewport: { width, height }, acceptDownloads: true, ...options })
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    page.on("pageerror", (error) => errors.push(error.stack ?? error.message))
    return page
  }
  return {
    /** An empty page of somebody who has not been here before. */
    open,
    /**
     * Follows an invitation's link, as its person would, to the open draft. With `ownClock` the test may stop the
     * page's time and let it go on; with `prepare` it may do something with the page before that goes anywhere.
     */
    async join(link, { ownClock = false, prepare, ...options } = {}) {
      const page = await open(options)
      if (ownClock) await page.clock.install()
      await prepare?.(page)
      await page.goto(link)
      await page.getByRole("button", { name: "Join", exact: true }).click()
      await page.waitForURL("**/drafts/**")
      return new Sheet(page)
    },
  }
}

/** The draft on somebody's screen. */
class Sheet {
  constructor(page) {
    this.page = page
  }

  paragraph(number) {
    return this.page.getByRole("group", { name: `Paragraph ${number}`, exact: true })
  }

  editor(number) {
    return this.paragraph(number).locator("[contenteditable=true]").first()
  }

  /** The letters of a paragraph, without what is only shown. */
  async letters(number) {
    return this.paragraph(number)
      .locator(".text-body")
      .first()
      .evaluate((body) => {
        const copy = body.cloneNode(true)
        for (const extra of copy.querySelectorAll(".caret, .note-sign, .ProseMirror-trailingBreak")) extra.remove()
        return copy.textContent
      })
  }

  /** Puts the caret at the start or the end. */
  async enter(number, place) {
    // editors stand only in what is near the screen
    await this.paragraph(number).scrollIntoViewIfNeeded()
    await this.editor(number).click()
    await this.page.keyboard.press(place === "start" ? "Control+Home" : "Control+End")
  }

  type(text, delay = 15) {
    return this.page.keyboard.type(text, { delay })
  }

  async freeze(number) {
    await this.paragraph(number).hover()
    await this.paragraph(number)
      .getByRole("button", { name: `Freeze paragraph ${number}`, exact: true })
      .click()
    const confirm = this.page
      .getByRole("dialog")
      .getByRole("button", { name: `Freeze paragraph ${number}`, exact: true })
    const answered = this.page.waitForResponse(
      (response) => response.url().endsWith("/acts") && response.request().method() === "POST",
    )
    await confirm.click()
    return answered
  }

  /** Waits until the bar says so. */
  saveState(words) {
    return this.page.getByRole("button", { name: words }).waitFor()
  }
}
