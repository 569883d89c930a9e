// Somebody opens a draft for the first time: its texts come in one answer, so that no sync message carries any of them;
// then they are live, and are still there without the network. Without that answer each is opened by sync.

import assert from "node:assert/strict"
import test, { after, before, describe } from "node:test"

import { decodeSyncMessage } from "@automerge/automerge"
import { cbor } from "@automerge/automerge-repo"

import { Lifetime, freshStore, serve, signIn, until } from "../node/server.mjs"
import { browser } from "./page.mjs"

const file = new Lifetime()
const ALL_TEXTS = /\/api\/v1\/drafts\/[^/]+\/texts\?/

/** Every sync message of this page from now on. */
function listen(page) {
  const messages = []
  const note = (from) => (frame) => {
    const { type, documentId, data } = cbor.decode(new Uint8Array(frame.payload))
    if (type !== "sync" && type !== "request") return
    const { heads, changes } = decodeSyncMessage(new Uint8Array(data))
    messages.push({ from, type, documentId, heads, changes: changes.length })
  }
  page.on("websocket", (socket) => {
    socket.on("framesent", note("page"))
    socket.on("framereceived", note("server"))
  })
  return messages
}

describe("a draft that is opened for the first time", () => {
  let server, draft, reader, chromium, texts

  after(() => file.end())
  before(async () => {
    server = await serve(file, await freshStore(file))
    draft = server.drafts[0].id
    reader = await signIn(server.invitations.observer[0])
    chromium = await browser(file)
    const { paragraphs } = await reader.draft(draft)
    texts = paragraphs.map(({ texts: { en } }) => en.url.slice("automerge:".length))
  })

  /** Waits until page and server have the same of every text; what they said of them. */
  async function opened(messages) {
    const of = (document) => messages.filter(({ documentId }) => documentId === document)
    const last = (document, side) =>
      of(document)
        .findLast(({ from }) => from === side)
        ?.heads.join()
    const isLevel = (document) => last(document, "page") && last(document, "page") === last(document, "server")
    await until("every text is live", () => texts.every(isLevel), 60_000)
    return messages.filter(({ documentId }) => texts.includes(documentId))
  }

  test("its texts come in one answer, are live, and stay without the network", async () => {
    let messages
    const sheet = await chromium.join(server.invitations.expert[0], {
      prepare: (page) => {
        messages = listen(page)
      },
    })
    const said = await opened(messages)
    assert.ok(texts.length > 50)
    assert.deepEqual(
      said.filter(({ type, changes }) => type === "request" || changes > 0),
      [],
      "a text came by sync",
    )

    await sheet.enter("4", "start")
    await sheet.type("First visit. ")
    await sheet.saveState("Saved")
    await until("the words", async () =>
      (await reader.paragraph(draft, "r4")).texts.en.text.startsWith("First visit. "),
    )

    await sheet.page.route(ALL_TEXTS, (route) => route.abort())
    await sheet.page.routeWebSocket(/\/sync/, (socket) => socket.close())
    await sheet.page.reload()
    // an editor stands only in a text that is here
    await sheet.enter("4", "start")
    await sheet.type("Alone. ")
    assert.ok((await sheet.letters("4")).startsWith("Alone. First visit. "))
    await sheet.enter("20", "end")
  })

  test("without that answer its texts are opened one by one", async () => {
    let messages
    const sheet = await chromium.join(server.invitations.expert[1], {
      prepare: async (page) => {
        messages = listen(page)
        await page.route(ALL_TEXTS, (route) => route.abort())
      },
    })
    const said = await opened(messages)
    const carried = new Set(said.filter(({ changes }) => changes > 0).map(({ documentId }) => documentId))
    assert.equal(carried.size, texts.length)
    await sheet.enter("5", "start")
    await sheet.type("By sync. ")
    await sheet.saveState("Saved")
  })
})
