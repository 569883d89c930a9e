// The interface speaks the language of whoever uses it: the browser's at first, then the one they choose, from right to
// left where it is read so, and still after the page is loaded again. The text keeps its own language and direction.

import assert from "node:assert/strict"
import test, { after, before, describe } from "node:test"

import { Lifetime, freshStore, serve, until } from "../node/server.mjs"
import { browser } from "./page.mjs"

const file = new Lifetime()
const NARROW_PX = 360

/** The words of each language that the story looks for. */
const WORDS = {
  ru: { join: "Присоединиться", saved: "Сохранено", menu: "Язык интерфейса", own: "Русский" },
  ar: { join: "انضمام", saved: "محفوظ", menu: "لغة الواجهة", own: "العربية" },
  "kk-Cyrl": { join: "Қосылу", saved: "Сақталды", menu: "Интерфейс тілі", own: "Қазақша" },
}

describe("the interface speaks the language of whoever uses it", () => {
  let server, chromium, page, requests

  /** Puts the caret at the end of a paragraph; editors stand only in what is near the screen. */
  const enter = async (where, id) => {
    await where.locator(`#${id}`).scrollIntoViewIfNeeded()
    await where.locator(`#${id} [contenteditable=true]`).click()
    await where.keyboard.press("Control+End")
  }
  /** The whole document, and where its outline and what is said about a paragraph stand. */
  const layout = () =>
    page.evaluate(() => {
      const left = (selector) => document.querySelector(selector).getBoundingClientRect().left
      const { lang, dir } = document.documentElement
      const { direction } = getComputedStyle(document.body)
      const wording = getComputedStyle(document.querySelector("#r4 .wording")).direction
      return {
        lang,
        dir,
        direction,
        wording,
        outline: left("#outline"),
        sheet: left("#r4 .on-sheet"),
        margin: left("#r4 .margin"),
      }
    })
  const choose = async (from, to) => {
    await page.getByRole("button", { name: WORDS[from].menu, exact: true }).click()
    await page.getByRole("menuitemradio", { name: WORDS[to].own, exact: true }).click()
    await page.locator(`html[lang="${to}"]`).waitFor()
  }
  /** Everything on the page that stands out of it at the sides. */
  const outside = (where) =>
    where.evaluate(() => {
      const width = document.documentElement.clientWidth
      const parts = [
        ...document.querySelectorAll("body *:not(.visually-hidden, .visually-hidden *, .outline, .outline *)"),
      ]
      const out = parts.filter((part) => {
        const { left, right, width: own } = part.getBoundingClientRect()
        return own > 0 && (right > width + 1 || left < -1)
      })
      return out.map((part) => `${part.tagName} ${part.className} ${part.textContent.slice(0, 40)}`)
    })

  after(() => file.end())
  before(async () => {
    server = await serve(file, await freshStore(file))
    chromium = await browser(file)
    requests = []
  })

  test("a Russian browser is spoken to in Russian, and is sent no other language", async () => {
    page = await chromium.open({ locale: "ru-RU" })
    page.on("request", (request) => requests.push(new URL(request.url()).pathname))
    await page.goto(server.invitations.moderator[0])
    await page.getByRole("button", { name: WORDS.ru.join, exact: true }).click()
    await page.waitForURL("**/drafts/**")
    await page.getByRole("button", { name: WORDS.ru.saved, exact: true }).waitFor()
    await page.getByRole("group", { name: "Пункт 4", exact: true }).waitFor()
    const { lang, dir, outline, sheet, margin } = await layout()
    assert.deepEqual([lang, dir], ["ru", "ltr"])
    assert.ok(outline < sheet && sheet < margin)
    const catalogues = requests.filter((path) => /\/(?:en|ru|uz-Latn|kk-Cyrl|ky|tg|tk|fa|ar)-[^/]+\.js$/.test(path))
    assert.equal(catalogues.length, 1, catalogues.join(", "))
  })

  test("who chooses Arabic has the page mirrored, and the text as it was", async () => {
    await enter(page, "r4")
    await page.keyboard.type(" Before.")
    await choose("ru", "ar")
    const { dir, direction, wording, outline, sheet, margin } = await layout()
    assert.deepEqual([dir, direction, wording], ["rtl", "rtl", "ltr"])
    assert.ok(outline > sheet && sheet > margin, `${outline} > ${sheet} > ${margin}`)
    // the editor is the same one: nothing was loaded again
    await enter(page, "r4")
    await page.keyboard.type(" After.")
    await page.getByRole("button", { name: WORDS.ar.saved, exact: true }).waitFor()
    const letters = () => page.locator("#r4 .text-body").first().innerText()
    await until("the words", async () => (await letters()).trim().endsWith(" Before. After."))
  })

  test("the dialog that freezes asks in Arabic, and the freeze is told in Arabic", async () => {
    await page.keyboard.press("F9")
    const dialog = page.getByRole("dialog", { name: /^تثبيت الفقرة/ })
    await dialog.getByText("تصبح الصياغة نهائية للجميع في الحال").waitFor()
    await dialog.getByRole("button", { name: /^تثبيت الفقرة/ }).click()
    await dialog.waitFor({ state: "detached" })
    await page.locator("#r4[data-frozen]").getByText("مثبَّت", { exact: true }).waitFor()
  })

  test("the choice is remembered, wherever one goes", async () => {
    await page.reload()
    await page.getByRole("button", { name: WORDS.ar.saved, exact: true }).waitFor()
    await page.goto(`${server.url}/verify.html`)
    await page.getByRole("heading", { level: 1, name: "التحقق من نص مثبَّت" }).waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.dir), "rtl")
    await page.goto(`${server.url}/nowhere`)
    await page.getByRole("heading", { level: 1, name: "لا توجد صفحة كهذه" }).waitFor()
    await choose("ar", "ru")
    await page.getByRole("heading", { level: 1, name: "Такой страницы нет" }).waitFor()
  })

  for (const [lang, words] of Object.entries(WORDS)) {
    test(`nothing stands out of a narrow page in ${lang}`, async () => {
      const narrow = await chromium.open({ locale: lang, width: NARROW_PX, height: 740 })
      const fits = async (what) => assert.deepEqual(await outside(narrow), [], what)
      await narrow.goto(server.invitations.secretariat[0])
      const join = narrow.getByRole("button", { name: words.join, exact: true })
      await join.waitFor()
      await fits("the invitation")
      await join.click()
      await narrow.waitForURL("**/drafts/**")
      const draft = new URL(narrow.url()).pathname
      await enter(narrow, "r5")
      await fits("the draft")
      await narrow.keyboard.press("F9")
      await narrow.getByRole("dialog").waitFor()
      await fits("the dialog that freezes")
      await narrow.keyboard.press("Escape")
      await narrow.locator(".export").click()
      await fits("the dialog that exports")
      for (const about of ["ledger", "people"]) {
        await narrow.goto(`${server.url}${draft}/${about}`)
        await narrow.locator("#sheet h2").first().waitFor()
        await fits(about)
      }
      await narrow.goto(`${server.url}/`)
      await narrow.locator("main ul").waitFor()
      await fits("the drafts")
      await narrow.goto(`${server.url}/verify.html`)
      await narrow.locator("h1").waitFor()
      await fits("the page that verifies")
    })
  }
})
