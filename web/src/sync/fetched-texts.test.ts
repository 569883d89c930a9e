import { cbor, type AutomergeUrl } from "@automerge/automerge-repo/slim"
import * as Automerge from "@automerge/automerge/slim"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { openDraftIn } from "./draft-sync"
import { FetchedTexts } from "./fetched-texts"
import { MemoryStorage, stockServer, TestSurroundings, until, type StockServer } from "./testing"
import type { DraftSync, TextDocument } from "./types"
import { BODY } from "./wording"

const encoded = (texts: object): Uint8Array => new Uint8Array(cbor.encode(texts))
const bytes = (...values: number[]): Uint8Array => new Uint8Array(values)
const never = (): Promise<null> => new Promise(() => undefined)

function fetched(fetch: (lang: string) => Promise<Uint8Array | null>): {
  copy: MemoryStorage
  asked: string[]
  texts: FetchedTexts
} {
  const copy = new MemoryStorage()
  const asked: string[] = []
  const texts = new FetchedTexts({
    copy,
    page: "p1",
    registerId: "register",
    fetch: (lang) => {
      asked.push(lang)
      return fetch(lang)
    },
  })
  return { copy, asked, texts }
}

describe("fetched texts", () => {
  it("stand in for what the copy lacks, and go into it once they have been read", async () => {
    const { copy, texts } = fetched(() => Promise.resolve(encoded({ a: bytes(1, 2), b: bytes(3) })))
    texts.expect("en")
    expect(await texts.loadRange(["a", "snapshot"])).toEqual([{ key: ["a", "snapshot", "p1"], data: bytes(1, 2) }])
    expect(await texts.loadRange(["a", "incremental"])).toEqual([])
    expect(await copy.loadRange(["a"])).toEqual([])
    texts.keep("a")
    texts.keep("b")
    expect(await copy.loadRange(["a"])).toEqual([{ key: ["a", "snapshot", "p1"], data: bytes(1, 2) }])
    expect(await copy.loadRange(["b"])).toEqual([])
    // not held beside the others in one buffer
    const [chunk] = await texts.loadRange(["b", "snapshot"])
    expect(chunk?.data?.buffer.byteLength).toBe(1)
  })

  it("leave alone what the copy has, and what is no text", async () => {
    const { copy, texts } = fetched(() => Promise.resolve(encoded({ a: bytes(1), register: bytes(2) })))
    await copy.save(["a", "snapshot", "old"], bytes(9))
    texts.expect("en")
    expect(await texts.loadRange(["a", "snapshot"])).toEqual([{ key: ["a", "snapshot", "old"], data: bytes(9) }])
    expect(await texts.loadRange(["register", "snapshot"])).toEqual([])
    expect(await texts.loadRange(["unsent"])).toEqual([])
  })

  it("are fetched once a language, and not again at a later visit", async () => {
    const { copy, asked, texts } = fetched((lang) => Promise.resolve(encoded({ [lang]: bytes(1) })))
    for (const lang of ["en", "ru", "en"]) texts.expect(lang)
    expect(await texts.loadRange(["ru", "snapshot"])).toHaveLength(1)
    expect(asked).toEqual(["en", "ru"])
    const later = new FetchedTexts({ copy, page: "p2", registerId: "register", fetch: () => expect.fail("asked") })
    later.expect("ru")
    expect(await later.loadRange(["other", "snapshot"])).toEqual([])
  })

  it("are asked for again at the next visit, if they did not come", async () => {
    const answers = [null, bytes(0xff), encoded({ a: "no bytes" }), encoded([1])]
    const { copy, texts } = fetched(() => Promise.resolve(answers.shift() ?? null))
    for (const lang of ["en", "ru", "tg", "ky"]) texts.expect(lang)
    expect(await texts.loadRange(["a", "snapshot"])).toEqual([])
    expect(await copy.loadRange([])).toEqual([])
  })

  it("are waited for three seconds in all", async () => {
    vi.useFakeTimers()
    try {
      const { texts } = fetched(never)
      texts.expect("en")
      await vi.advanceTimersByTimeAsync(60_000)
      let answered = 0
      const ask = async (name: string): Promise<void> => {
        expect(await texts.loadRange([name, "snapshot"])).toEqual([])
        answered += 1
      }
      void ask("a")
      await vi.advanceTimersByTimeAsync(2_000)
      void ask("b")
      await vi.advanceTimersByTimeAsync(900)
      expect(answered).toBe(0)
      await vi.advanceTimersByTimeAsync(100)
      expect(answered).toBe(2)
      void ask("c")
      await vi.advanceTimersByTimeAsync(0)
      expect(answered).toBe(3)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe("a draft whose texts come at once", () => {
  let server: StockServer
  let registerUrl: AutomergeUrl
  let urls: AutomergeUrl[]
  let open: DraftSync[]

  beforeEach(async () => {
    server = await stockServer()
    urls = ["one", "two", "three"].map((body) => server.repo.create<TextDocument>({ body }).url)
    registerUrl = server.repo.create({ order: [], people: {} }).url
    open = []
  })

  afterEach(async () => {
    for (const sync of open) await sync.close()
    await server.stop()
  })

  async function stored(): Promise<Uint8Array> {
    const ids = urls.map((url) => url.slice("automerge:".length))
    const saved = await Promise.all(urls.map(async (url) => Automerge.save((await server.repo.find(url)).doc())))
    return encoded(Object.fromEntries(ids.map((id, index) => [id, saved[index]])))
  }

  async function visit(where: TestSurroundings): Promise<DraftSync> {
    const sync = await openDraftIn(where, { draftId: "d1", person: "alice", registerUrl, lang: "en" })
    open.push(sync)
    return sync
  }

  const here = (giveTexts: TestSurroundings["giveTexts"]): TestSurroundings =>
    Object.assign(new TestSurroundings(server.port, 1), { giveTexts })

  it("has them without a connection, confirmed, and goes on from them", async () => {
    const body = await stored()
    const where = here(() => Promise.resolve(body))
    const { port } = where
    where.port = 1 // nobody listens there
    const sync = await visit(where)
    const texts = urls.map((url) => sync.text(url))
    await until(() => texts.every(({ state }) => state.get() === "ready"))
    expect(texts.map(({ handle }) => handle?.doc().body)).toEqual(["one", "two", "three"])
    expect(sync.saveState.get()).toMatchObject({ changes: 0 })
    texts[0]?.handle?.change((document) => {
      Automerge.splice(document, BODY, 0, 0, "A")
    })
    expect(sync.saveState.get()).toMatchObject({ changes: 1 })
    where.port = port
    sync.retry()
    await until(() => sync.saveState.get().kind === "saved")
    expect((await server.repo.find<TextDocument>(urls[0] as AutomergeUrl)).doc().body).toBe("Aone")
  })

  it("shows what others wrote after they were given", async () => {
    const body = await stored()
    const handle = await server.repo.find<TextDocument>(urls[1] as AutomergeUrl)
    handle.change((document) => {
      Automerge.splice(document, BODY, 0, 0, "twenty ")
    })
    const sync = await visit(here(() => Promise.resolve(body)))
    const text = sync.text(urls[1] ?? "")
    await until(() => text.handle?.doc().body === "twenty two")
    await until(() => sync.saveState.get().kind === "saved")
  })

  it("keeps them, and what was typed since, for a visit without the network", async () => {
    const body = await stored()
    const where = here(() => Promise.resolve(body))
    const first = await visit(where)
    const texts = urls.map((url) => first.text(url))
    await until(() => texts.every(({ state }) => state.get() === "ready") && first.saveState.get().kind === "saved")
    where.cutNetwork()
    await until(() => first.saveState.get().kind === "offline")
    texts[2]?.handle?.change((document) => {
      Automerge.splice(document, BODY, 0, 0, "late ")
    })
    await new Promise((resolve) => setTimeout(resolve, 200)) // the local copy is written a moment after
    await first.close()

    const second = await visit(where)
    const again = urls.map((url) => second.text(url))
    await until(() => again.every(({ state }) => state.get() === "ready"))
    expect(again.map(({ handle }) => handle?.doc().body)).toEqual(["one", "two", "late three"])
    expect(second.saveState.get()).toMatchObject({ changes: 1 })
  })

  it("syncs a text whose bytes cannot be read at the next visit", async () => {
    const id = (urls[0] ?? "").slice("automerge:".length)
    const where = here(() => Promise.resolve(encoded({ [id]: bytes(1, 2, 3) })))
    const first = await visit(where)
    await until(() => first.text(urls[0] ?? "").state.get() === "unavailable")
    await first.close()
    const second = await visit(where)
    await until(() => second.text(urls[0] ?? "").state.get() === "ready")
  })
})
