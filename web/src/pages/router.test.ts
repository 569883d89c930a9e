import { describe, expect, it } from "vitest"
import type { DraftId, Lang } from "../api/types"
import { aboutPath, draftPath, invitationCode, parseRoute } from "./router"

const route = (path: string) => parseRoute(new URL(path, "http://127.0.0.1"))

describe("parseRoute", () => {
  it("knows the pages", () => {
    expect(route("/")).toEqual({ page: "drafts" })
    expect(route("/join/5KxCode")).toEqual({ page: "join", code: "5KxCode" })
    expect(route("/drafts/2wXyz")).toEqual({ page: "draft", id: "2wXyz", lang: null })
    expect(route("/drafts/2wXyz/?lang=uz-Latn#r4")).toEqual({ page: "draft", id: "2wXyz", lang: "uz-Latn" })
  })

  it("knows the pages about a draft", () => {
    expect(route("/drafts/2wXyz/ledger")).toEqual({ page: "ledger", id: "2wXyz" })
    expect(route(aboutPath("a/b" as DraftId, "ledger"))).toEqual({ page: "ledger", id: "a/b" })
    expect(route(aboutPath("a/b" as DraftId, "people"))).toEqual({ page: "people", id: "a/b" })
  })

  it("says what it does not know", () => {
    for (const path of [
      "/drafts",
      "/join/",
      "/drafts/a/b",
      "/drafts/a/ledger/b",
      "/join/a/ledger",
      "/nowhere",
      "/join/%E0%A4%A",
    ]) {
      expect(route(path), path).toMatchObject({ page: "unknown" })
    }
  })

  it("reads the addresses it writes", () => {
    const id = "a/b ü" as DraftId
    expect(route(draftPath(id, "ar" as Lang))).toEqual({ page: "draft", id, lang: "ar" })
  })
})

describe("invitationCode", () => {
  it("takes a link or a code, as it was pasted", () => {
    for (const pasted of ["6qrgjdj6VS2pcgke", " https://h.example/join/6qrgjdj6VS2pcgke/\n"]) {
      expect(invitationCode(pasted)).toBe("6qrgjdj6VS2pcgke")
    }
  })

  it("takes nothing else", () => {
    for (const pasted of ["", "hello", "https://h.example/join/", "no spaces in 6qrgjdj6VS2pcgke"]) {
      expect(invitationCode(pasted), pasted).toBeNull()
    }
  })
})
