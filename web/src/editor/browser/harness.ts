// For the browser tests: a real Chromium, the page served by Vite, a stock server behind `/sync`.

import { existsSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { resolve } from "node:path"

import type { AutomergeUrl } from "@automerge/automerge-repo/slim"
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core"
import { createServer, type Plugin, type ViteDevServer } from "vite"

import { stockServer, type StockServer } from "../../sync/testing"
import type { TextDocument } from "../../sync"

const ROOT = resolve(import.meta.dirname, "../../..")
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium"
const LAUNCH = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]

const PAGE = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Editor</title>
<style>:root{--paper:#fff;--person-0:#a13c1f;--person-1:#2f6b2a;--person-2:#6d3fa0;--person-3:#0f6674;--person-4:#96295f;
--person-5:#6f5a0a;--person-6:#2b569c;--person-7:#7a4423}body{font:19px/1.62 serif;margin:3rem;max-width:46rem}</style>
<main></main><script type="module" src="/src/editor/browser/page.ts"></script>`

function testPage(): Plugin {
  return {
    name: "test-page",
    configureServer(server) {
      server.middlewares.use("/test", (request, response, next) => {
        if (request.method !== "GET") {
          next()
          return
        }
        void server.transformIndexHtml("/test", PAGE).then((html) => {
          response.setHeader("content-type", "text/html")
          response.end(html)
        })
      })
    },
  }
}

export interface Draft {
  readonly registerUrl: AutomergeUrl
  readonly textUrls: readonly AutomergeUrl[]
}

export class Harness {
  readonly server: StockServer
  readonly #browser: Browser
  readonly #vite: ViteDevServer
  readonly #errors: string[] = []

  private constructor(server: StockServer, browser: Browser, vite: ViteDevServer) {
    this.server = server
    this.#browser = browser
    this.#vite = vite
  }

  static async start(): Promise<Harness> {
    if (!existsSync(CHROMIUM)) {
      throw new Error(`No Chromium at ${CHROMIUM}: install the package "chromium", or set CHROMIUM to where it is.`)
    }
    const server = await stockServer()
    const vite = await createServer({
      root: ROOT,
      // One of its own: the two servers of the tests differ, and would each throw away what the other has prepared.
      cacheDir: resolve(ROOT, "node_modules/.vite-editor"),
      logLevel: "error",
      plugins: [testPage()],
      server: {
        host: "127.0.0.1",
        port: 0,
        hmr: false,
        proxy: { "/sync": { target: `ws://127.0.0.1:${server.port}`, ws: true }, "/api": "http://127.0.0.1:1" },
      },
    })
    await vite.listen()
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: process.getuid?.() === 0 ? [...LAUNCH, "--no-sandbox"] : LAUNCH,
    })
    return new Harness(server, browser, vite)
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    await this.#vite.close()
    await this.server.stop()
    // A page that throws is a failure, whatever else it shows.
    if (this.#errors.length > 0) throw new Error(this.#errors.join("\n"))
  }

  draft(...bodies: string[]): Draft {
    const { repo } = this.server
    return {
      registerUrl: repo.create({
        order: [],
        paragraphs: { "r1.fn1": { kind: "footnote", number: "3", texts: {}, status: "draft" } },
        people: {
          alice: { name: "Expert, Delegation 16", role: "expert", seat: "D16" },
          bob: { name: "Expert, Delegation 22", role: "expert", seat: "D22" },
        },
      }).url,
      textUrls: bodies.map((body) => repo.create<TextDocument>({ body }).url),
    }
  }

  context(): Promise<BrowserContext> {
    return this.#browser.newContext({ viewport: { width: 1500, height: 700 } })
  }

  /** Opens the texts as this person, in a profile of their own unless one is given. */
  async visit(draft: Draft, person: string, more: { context?: BrowserContext; tall?: boolean } = {}): Promise<Page> {
    const page = await (more.context ?? (await this.context())).newPage()
    page.on("pageerror", (error) => this.#errors.push(`${person}: ${error.stack ?? error.message}`))
    const query = new URLSearchParams({ draft: "d1", person, register: draft.registerUrl })
    for (const url of draft.textUrls) query.append("text", url)
    if (more.tall === true) query.set("tall", "")
    const { port } = this.#vite.httpServer?.address() as AddressInfo
    await page.goto(`http://127.0.0.1:${port}/test?${query.toString()}`)
    await page.waitForFunction(() => window.test !== undefined)
    return page
  }

  async serverLetters(draft: Draft, index = 0): Promise<string> {
    const url = draft.textUrls[index]
    if (url === undefined) throw new Error(`The draft has no text ${index}.`)
    return (await this.server.repo.find<TextDocument>(url)).doc().body
  }

  async edit(draft: Draft, change: (document: TextDocument) => void, index = 0): Promise<void> {
    const url = draft.textUrls[index]
    if (url === undefined) throw new Error(`The draft has no text ${index}.`)
    ;(await this.server.repo.find<TextDocument>(url)).change(change)
  }
}

export const editorOf = (page: Page, index = 0): ReturnType<Page["locator"]> =>
  page.locator(`#text-${index} [contenteditable=true]`)

/** The letters on the page, without the labels of carets and the signs of footnotes. */
export function lettersOn(page: Page, index = 0): Promise<string> {
  return page.locator(`#text-${index} p`).evaluate((paragraph) => {
    const copy = paragraph.cloneNode(true) as HTMLElement
    for (const extra of copy.querySelectorAll(".caret, .note-sign, .ProseMirror-trailingBreak")) extra.remove()
    for (const line of copy.querySelectorAll("br")) line.replaceWith("\n")
    return copy.textContent
  })
}

export async function caretTo(page: Page, offset: number, index = 0): Promise<void> {
  await page.evaluate(([at, which]) => window.test?.views[which ?? 0]?.focus(at), [offset, index])
  await page.locator(`#text-${index} [contenteditable=true]:focus`).waitFor()
}

export async function saved(page: Page): Promise<void> {
  await page.waitForFunction(() => window.test?.sync.saveState.get().kind === "saved")
}

/** Waits until `look` answers `wanted`; the test's time limit bounds it, and says what was seen last. */
export async function until<T>(look: () => Promise<T>, wanted: T): Promise<void> {
  const deadline = Date.now() + 15_000
  let seen = await look()
  while (JSON.stringify(seen) !== JSON.stringify(wanted)) {
    if (Date.now() > deadline) throw new Error(`Wanted ${JSON.stringify(wanted)}, saw ${JSON.stringify(seen)}`)
    await new Promise((wait) => setTimeout(wait, 25))
    seen = await look()
  }
}
