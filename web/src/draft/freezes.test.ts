import { describe, expect, it } from "vitest"
import { Reader } from "../api/read"
import { readRegister } from "../api/register"
import type { Lang, Register } from "../api/types"
import { freezesBetween } from "./freezes"

function register(frozen: readonly string[]): Register {
  const text = (id: string) => ({
    url: `automerge:${id}`,
    ...(frozen.includes(id) && { frozen: { by: "p", at: "2019-02-20T09:25:00Z", heads: [], sha256: "" } }),
  })
  const paragraph = (id: string, parent?: string) => ({
    id,
    kind: parent === undefined ? "recommendation" : "subparagraph",
    status: "agreed",
    parent,
    texts: { en: text(id), ru: text(`${id}.ru`) },
  })
  const paragraphs = [paragraph("r1"), paragraph("r2"), paragraph("r2.a", "r2")]
  return readRegister(new Reader({ id: "d", symbol: "", title: "", languages: ["en"], paragraphs }))
}

const ids = (before: Register, after: Register, lang = "en") => {
  const { frozen, reopened } = freezesBetween(before, after, lang as Lang)
  return [frozen.map(({ id }) => id), reopened.map(({ id }) => id)]
}

describe("freezesBetween", () => {
  it("names what closed and what opened, once for a paragraph with its parts", () => {
    expect(ids(register(["r1"]), register(["r2", "r2.a"]))).toEqual([["r2"], ["r1"]])
  })

  it("looks at one language", () => {
    expect(ids(register([]), register(["r1.ru"]))).toEqual([[], []])
    expect(ids(register([]), register(["r1.ru"]), "ru")).toEqual([["r1"], []])
  })
})
