import { describe, expect, it } from "vitest"
import type { DraftId, Lang } from "../api/types"
import { draftPath, parseRoute } from "./router"

const route = (path: string) => parseRoute(new URL(path, "http://127.0.0.1"))

describe("parseRoute", () => {
  it("knows the pages", () => {
    expect(route("/")).toEqual({ page: "drafts" })
    expect(route("/join/5KxCode")).toEqual({ page: "join", code: "5KxCode" })
    expect(route("/drafts/2wXyz")).toEqual({ page: "draft", id: "2wXyz", lang: null })
    expect(route("/drafts/2wXyz/?lang=uz-Latn#r4")).toEqual({ page: "draft", id: "2wXyz", lang: "uz-Latn" })
  })

  it("says what it does not know", () => {
    for (const path of ["/drafts", "/join/", "/drafts/a/b", "/nowhere", "/join/%E0%A4%A"]) {
      expect(route(path), path).toMatchObject({ page: "unknown" })
    }
  })

  it("reads the addresses it writes", () => {
    const id = "a/b ü" as DraftId
    expect(route(draftPath(id, "ar" as Lang))).toEqual({ page: "draft", id, lang: "ar" })
  })
})
