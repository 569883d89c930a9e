// For the tests of the page: a small draft whose texts and register are live on a stock server, its HTTP API, and a
// real Chromium to open it in.

import { existsSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { resolve } from "node:path"

import { getHeads } from "@automerge/automerge/slim"
import type { DocHandle } from "@automerge/automerge-repo/slim"
import { chromium, type Browser, type BrowserContext, type Page, type Route } from "playwright-core"
import { createServer, type ViteDevServer } from "vite"

import { stockServer, type StockServer } from "../../sync/testing"
import type { TextDocument } from "../../sync"
import { PARAGRAPHS, PEOPLE, REGISTER, type TestPerson } from "./draft"

const ROOT = resolve(import.meta.dirname, "../../..")
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium"
const DRAFT = "d1"

interface LiveText {
  url: string
  frozen?: { by: string; at: string; heads: string[]; sha256: string }
}
interface LiveRegister {
  paragraphs: Record<string, { texts: Record<string, LiveText>; status: string }>
  proposals: Record<string, Record<string, string>>
}
/** What the API answers instead of what it would. */
export interface Answer {
  readonly status: number
  readonly body?: unknown
}

export class Stage {
  /** By "METHOD path behind /api/v1". */
  readonly answers = new Map<string, Answer>()
  readonly acts: unknown[] = []
  readonly errors: string[] = []
  readonly #server: StockServer
  readonly #vite: ViteDevServer
  readonly #browser: Browser
  readonly #register: DocHandle<LiveRegister>

  private constructor(server: StockServer, vite: ViteDevServer, browser: Browser) {
    this.#server = server
    this.#vite = vite
    this.#browser = browser
    const paragraphs = Object.fromEntries(
      PARAGRAPHS.map(({ id, wording, ...paragraph }) => {
        const texts = Object.entries(wording).map(([lang, body]) => [lang, { url: this.#text(body) }])
        return [id, { ...paragraph, texts: Object.fromEntries(texts) as Record<string, LiveText> }]
      }),
    )
    this.#register = server.repo.create<LiveRegister>({
      ...structuredClone(REGISTER),
      order: PARAGRAPHS.map(({ id }) => id),
      paragraphs,
      proposals: {},
    } as LiveRegister)
  }

  static async start(): Promise<Stage> {
    if (!existsSync(CHROMIUM)) {
      throw new Error(`No Chromium at ${CHROMIUM}: install the package "chromium", or set CHROMIUM to where it is.`)
    }
    const server = await stockServer()
    const vite = await createServer({
      root: ROOT,
      // One of its own: the two servers of the tests differ, and would each throw away what the other has prepared.
      cacheDir: resolve(ROOT, "node_modules/.vite-pages"),
      logLevel: "error",
      server: {
        host: "127.0.0.1",
        port: 0,
        hmr: false,
        proxy: { "/sync": { target: `ws://127.0.0.1:${server.port}`, ws: true } },
      },
    })
    await vite.listen()
    const args = ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    const browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: process.getuid?.() === 0 ? [...args, "--no-sandbox"] : args,
    })
    return new Stage(server, vite, browser)
  }

  async stop(): Promise<void> {
    await this.#browser.close()
    await this.#vite.close()
    await this.#server.stop()
    if (this.errors.length > 0) throw new Error(this.errors.join("\n"))
  }

  async visit(person: TestPerson, path = `/drafts/${DRAFT}`, width = 1440): Promise<Page> {
    const context = await this.#browser.newContext({ viewport: { width, height: 900 }, reducedMotion: "reduce" })
    await this.#serveApi(context, person)
    const page = await context.newPage()
    page.on("pageerror", (error) => this.errors.push(error.stack ?? error.message))
    const { port } = this.#vite.httpServer?.address() as AddressInfo
    await page.goto(`http://127.0.0.1:${port}${path}`)
    return page
  }

  /** As the server would: the register says so, and every page sees it. */
  async freeze(paragraph: string, lang: string): Promise<void> {
    const url = this.#register.doc().paragraphs[paragraph]?.texts[lang]?.url
    const heads = getHeads((await this.#server.repo.find<TextDocument>(url as never)).doc())
    this.#register.change(({ paragraphs }) => {
      const text = paragraphs[paragraph]?.texts[lang]
      if (text === undefined) throw new Error(`The draft has no ${lang} text of ${paragraph}.`)
      text.frozen = { by: "moderator", at: "2019-02-20T09:25:00Z", heads: [...heads], sha256: "beef" }
    })
  }

  /** A late proposal of the expert, with this wording. */
  propose(paragraph: string, wording: string): void {
    this.#register.change((register) => {
      register.proposals.p1 = {
        paragraph,
        lang: "en",
        kind: "late",
        by: "expert",
        at: "2019-02-20T09:40:00Z",
        url: this.#text(wording),
        base: register.paragraphs[paragraph]?.texts.en?.url ?? "",
        state: "open",
      }
    })
  }

  #text(body: string): string {
    return this.#server.repo.create<TextDocument>({ body }).url
  }

  async #serveApi(context: BrowserContext, person: TestPerson): Promise<void> {
    await context.route("**/api/v1/**", async (route: Route) => {
      const request = route.request()
      const name = `${request.method()} ${new URL(request.url()).pathname.slice("/api/v1".length)}`
      if (name.endsWith("/acts") && request.method() === "POST") this.acts.push(request.postDataJSON())
      const answer = this.answers.get(name) ?? (await this.#answer(name, person))
      await route.fulfill({ status: answer.status, json: answer.body ?? null })
    })
  }

  async #answer(name: string, person: TestPerson): Promise<Answer> {
    const self = { id: person, ...PEOPLE[person] }
    switch (name) {
      case "GET /me":
        return { status: 200, body: { person: self, drafts: [] } }
      case "GET /drafts":
        return { status: 200, body: [{ id: DRAFT, title: REGISTER.title, symbol: REGISTER.symbol, role: self.role }] }
      case `GET /drafts/${DRAFT}`:
        return { status: 200, body: await this.#view() }
      case "POST /sessions":
        return { status: 201, body: { person: self, token: "t", draft: DRAFT } }
      case `POST /drafts/${DRAFT}/acts`:
        return { status: 200, body: {} }
      default:
        return { status: 404, body: { code: "route_unknown", detail: "There is nothing here." } }
    }
  }

  async #view(): Promise<unknown> {
    const register = this.#register.doc()
    const paragraphs = await Promise.all(
      PARAGRAPHS.map(async ({ id }) => {
        const paragraph = register.paragraphs[id]
        const texts = await Promise.all(
          Object.entries(paragraph?.texts ?? {}).map(async ([lang, text]) => {
            const { body } = (await this.#server.repo.find<TextDocument>(text.url as never)).doc()
            const spans = PARAGRAPHS.find((one) => one.id === id)?.spans ?? [{ text: body }]
            return [lang, { ...text, sha256: "beef", text: body, spans }] as const
          }),
        )
        return { ...paragraph, id, texts: Object.fromEntries(texts) }
      }),
    )
    const comments = [{ id: "c1", on: "r2", by: "D16", text: "From the first barrier.", resolved: false, replies: [] }]
    return { ...register, register: this.#register.url, paragraphs, proposals: [], comments }
  }
}
