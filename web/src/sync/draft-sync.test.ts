import type { AutomergeUrl } from "@automerge/automerge-repo/slim"
import * as Automerge from "@automerge/automerge/slim"
import { afterEach, beforeEach, describe, expect, it } from "vitest"

import { openDraftIn } from "./draft-sync"
import { stockServer, TestSurroundings, until, type StockServer } from "./testing"
import type { DraftSync, SaveState, TextDocument, TextReplica } from "./types"
import { BODY } from "./wording"

let server: StockServer
let registerUrl: AutomergeUrl
let textUrls: AutomergeUrl[]
let open: DraftSync[]

beforeEach(async () => {
  server = await stockServer()
  textUrls = ["one", "two", "three"].map((body) => server.repo.create<TextDocument>({ body }).url)
  registerUrl = server.repo.create({
    order: ["r1"],
    title: new Automerge.ImmutableString("Recommendations"),
    people: { alice: { name: "Alice", role: "expert", seat: "D01" }, bob: { name: "Bob", role: "expert" } },
  }).url
  open = []
})

afterEach(async () => {
  for (const sync of open) await sync.close()
  await server.stop()
})

async function visit(person: string, where: TestSurroundings): Promise<DraftSync> {
  const sync = await openDraftIn(where, { draftId: "d1", person, registerUrl, lang: "en" })
  open.push(sync)
  return sync
}

const here = (seed = 1): TestSurroundings => new TestSurroundings(server.port, seed)

async function ready(sync: DraftSync, index: number): Promise<TextReplica> {
  const text = sync.text(textUrls[index] ?? "")
  await until(() => text.state.get() === "ready")
  return text
}

function type(text: TextReplica, words: string): void {
  text.handle?.change((document) => {
    Automerge.splice(document, BODY, 0, 0, words)
  })
}

async function serverText(index: number): Promise<string> {
  return (await server.repo.find<TextDocument>(textUrls[index] as AutomergeUrl)).doc().body
}

function follow(sync: DraftSync): SaveState["kind"][] {
  const kinds: SaveState["kind"][] = []
  sync.saveState.subscribe(({ kind }) => kinds.push(kind))
  return kinds
}

describe("save state", () => {
  it("is saved only after the server has named the heads", async () => {
    const sync = await visit("alice", here())
    const text = await ready(sync, 0)
    await until(() => sync.saveState.get().kind === "saved")
    type(text, "A")
    expect(sync.saveState.get()).toEqual({ kind: "saving", changes: 1 })
    await until(() => sync.saveState.get().kind === "saved")
    expect(await serverText(0)).toBe("Aone")
  })

  it("counts what waits while the network is gone, and sends it when it is back", async () => {
    const where = here()
    const sync = await visit("alice", where)
    const [one, two] = [await ready(sync, 0), await ready(sync, 1)]
    await until(() => sync.saveState.get().kind === "saved")
    where.cutNetwork()
    await until(() => sync.saveState.get().kind === "offline")
    type(one, "A")
    type(one, "B")
    type(two, "C")
    expect(sync.saveState.get()).toMatchObject({ kind: "offline", changes: 3 })
    expect(await serverText(0)).toBe("one")
    where.mendNetwork()
    await until(() => sync.saveState.get().kind === "saved")
    expect(await serverText(0)).toBe("BAone")
    expect(await serverText(1)).toBe("Ctwo")
  })

  it("does not count the words of others", async () => {
    const alice = await visit("alice", here(1))
    const bob = await visit("bob", here(2))
    const [of_alice, of_bob] = [await ready(alice, 0), await ready(bob, 0)]
    await until(() => bob.saveState.get().kind === "saved")
    const seen = follow(bob)
    for (let times = 0; times < 5; times += 1) {
      type(of_alice, "x")
      await until(() => of_bob.handle?.doc().body === of_alice.handle?.doc().body)
    }
    expect(new Set(seen)).toEqual(new Set(["saved"]))
  })

  it("remembers unsent texts over a closed tab and sends them without anybody looking", async () => {
    const where = here()
    const first = await visit("alice", where)
    const text = await ready(first, 2)
    await until(() => first.saveState.get().kind === "saved")
    where.cutNetwork()
    await until(() => first.saveState.get().kind === "offline")
    type(text, "late ")
    await new Promise((resolve) => setTimeout(resolve, 200)) // the local copy is written a moment after
    await first.close()

    // Still offline: counted, without being asked for.
    const second = await visit("alice", where)
    await until(() => second.saveState.get().kind === "offline")
    expect(second.saveState.get()).toMatchObject({ kind: "offline", changes: 1 })
    await ready(second, 2)
    expect(second.saveState.get()).toMatchObject({ kind: "offline", changes: 1 })
    where.mendNetwork()
    await until(() => second.saveState.get().kind === "saved")
    expect(await serverText(2)).toBe("late three")
    await second.close()

    const third = await visit("alice", where)
    expect(third.saveState.get()).toEqual({ kind: "saving", changes: 0 })
  })

  it("keeps the words of two people at one machine apart", async () => {
    const where = here()
    const alice = await visit("alice", where)
    const text = await ready(alice, 0)
    where.cutNetwork()
    type(text, "private ")
    await new Promise((resolve) => setTimeout(resolve, 200))
    await alice.close()
    where.mendNetwork()
    const bob = await visit("bob", where)
    await ready(bob, 0)
    await until(() => bob.saveState.get().kind === "saved")
    expect(await serverText(0)).toBe("one")
  })
})

describe("connection", () => {
  it("stops with the reason when the session has ended, and goes on when asked to", async () => {
    const sync = await visit("alice", here())
    const text = await ready(sync, 0)
    await until(() => sync.saveState.get().kind === "saved")
    server.closeAll(4401, "signed_out: the session has ended; sign in again")
    await until(() => sync.connection.get().kind === "stopped")
    type(text, "A")
    expect(sync.saveState.get()).toEqual({ kind: "stopped", reason: "signed_out", changes: 1 })
    sync.retry()
    await until(() => sync.saveState.get().kind === "saved")
  })

  it("comes back by itself after a restart", async () => {
    const sync = await visit("alice", here())
    await ready(sync, 0)
    server.closeAll(1012, "restart: connect again")
    await until(() => sync.connection.get().kind === "waiting")
    await until(() => sync.connection.get().kind === "open")
  })

  it("asks about the session when the upgrade is refused", async () => {
    const where = here()
    where.cutNetwork()
    where.sessionAnswer = "ended"
    const sync = await visit("alice", where)
    await until(() => sync.connection.get().kind === "stopped")
    expect(sync.saveState.get()).toEqual({ kind: "stopped", reason: "signed_out", changes: 0 })
  })
})

describe("texts", () => {
  it("become ready when the network comes, after having been unavailable without it", async () => {
    const where = here()
    where.cutNetwork()
    const sync = await visit("alice", where)
    const text = sync.text(textUrls[0] ?? "")
    await until(() => text.state.get() === "unavailable")
    where.mendNetwork()
    await until(() => text.state.get() === "ready")
    expect(text.wording.get()).toEqual([{ text: "one" }])
  })

  it("show the wording at earlier heads, and none at heads that are not here", async () => {
    const sync = await visit("alice", here())
    const text = await ready(sync, 0)
    const frozen = Automerge.getHeads(text.handle?.doc() ?? Automerge.init())
    type(text, "late ")
    expect(text.wordingAt(frozen)).toEqual([{ text: "one" }])
    expect(text.wording.get()).toEqual([{ text: "late one" }])
    expect(text.wordingAt(["00".repeat(32)])).toBeNull()
  })

  it("are unavailable, and hold up nothing, when the local copy cannot be read", async () => {
    const where = here()
    const damaged = (textUrls[0] ?? "").slice("automerge:".length)
    await where.storage("maslahat.d1.alice").save([damaged, "snapshot", "x"], new Uint8Array([1, 2, 3]))
    const sync = await visit("alice", where)
    const text = sync.text(textUrls[0] ?? "")
    await ready(sync, 1)
    await until(() => text.state.get() === "unavailable")
  })

  it("open in any number", async () => {
    const urls = Array.from({ length: 40 }, (_, index) => server.repo.create<TextDocument>({ body: `t${index}` }).url)
    const sync = await visit("alice", here())
    const texts = urls.map((url) => sync.text(url))
    texts.at(-1)?.hurry()
    await until(() => texts.every((text) => text.state.get() === "ready"))
    expect(texts.map((text) => text.handle?.doc().body)).toEqual(urls.map((_, index) => `t${index}`))
  })
})

describe("register", () => {
  it("is plain JSON and follows the server", async () => {
    const sync = await visit("alice", here())
    await until(() => sync.register.get() !== null)
    expect(sync.register.get()).toMatchObject({ title: "Recommendations", order: ["r1"] })
    const handle = await server.repo.find<{ order: string[] }>(registerUrl)
    handle.change((register) => register.order.push("r2"))
    await until(() => sync.register.get()?.order.length === 2)
  })
})

describe("presence", () => {
  it("shows carets with the name and seat of the register, until the other leaves", async () => {
    const alice = await visit("alice", here(1))
    const bob = await visit("bob", here(2))
    const text = await ready(alice, 0)
    await ready(bob, 0)
    await until(() => bob.register.get() !== null)
    const carets = bob.presence.carets(text.url)
    alice.presence.announce({ url: text.url, paragraph: "r1", lang: "en", anchor: "1@aa", head: "2@aa" })
    await until(() => carets.get().length === 1)
    const [caret] = carets.get()
    expect(caret).toMatchObject({ person: "alice", name: "Alice", seat: "D01", anchor: "1@aa", head: "2@aa" })
    expect(bob.presence.here.get()).toMatchObject([{ person: "alice", paragraph: "r1", lang: "en" }])
    alice.presence.leave()
    await until(() => carets.get().length === 0 && bob.presence.here.get().length === 0)
  })

  it("does not count one's own other page as somebody else", async () => {
    const one = await visit("alice", here(1))
    const other = await visit("alice", here(2))
    const bob = await visit("bob", here(3))
    const text = await ready(one, 0)
    await ready(other, 0)
    await ready(bob, 0)
    await until(() => other.register.get() !== null && bob.register.get() !== null)
    other.presence.announce({ url: text.url, paragraph: "r1", lang: "en", anchor: "1@aa", head: "1@aa" })
    one.presence.announce({ url: text.url, paragraph: "r1", lang: "en", anchor: "1@aa", head: "1@aa" })
    await until(() => bob.presence.here.get().length === 2)
    expect(other.presence.here.get()).toEqual([])
  })
})
