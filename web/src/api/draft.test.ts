import { describe, expect, it } from "vitest"
import { readDraftView } from "./draft"
import { Reader, UnreadableAnswer } from "./read"
import { readRegister } from "./register"
import type { DocumentUrl } from "./types"

const common = {
  id: "draft",
  symbol: "A/1",
  title: "Title",
  stage: "rolling_text",
  reading: "second",
  originalLanguage: "en",
  languages: ["en", "ru"],
  addressees: [],
  organisers: [],
  delegations: { D16: { name: "Delegation 16", names: { ru: "Делегация 16" }, group: "g" } },
  people: { p1: { name: "Moderator", role: "moderator" } },
  sections: [],
}
const paragraph = { kind: "recommendation", number: "4", status: "agreed", proposedBy: ["D16"], extras: {} }
const proposal = {
  paragraph: "r4",
  lang: "en",
  kind: "late",
  at: "2019-02-20T09:40:00Z",
  url: "automerge:f",
  state: "open",
}

const fromApi = {
  ...common,
  register: "automerge:reg",
  order: ["r4"],
  paragraphs: [
    {
      ...paragraph,
      id: "r4",
      texts: {
        en: {
          url: "automerge:a",
          state: "frozen",
          heads: ["h1"],
          sha256: "beef",
          text: "Establish a network",
          spans: [{ text: "Establish", em: true }, { text: " a network" }],
          frozen: { by: { id: "p1", name: "Moderator", seat: null }, at: "2019-02-20T09:25:00Z" },
        },
      },
    },
  ],
  proposals: [{ ...proposal, id: "x", by: { id: "p2", name: "Expert", seat: "D16" }, text: "Found a network" }],
  comments: [],
  frozen: null,
}

const fromDocument = {
  ...common,
  order: ["r4"],
  paragraphs: {
    r4: {
      ...paragraph,
      texts: {
        en: {
          url: "automerge:a",
          frozen: { by: "p1", at: "2019-02-20T09:25:00Z", heads: ["h1"], sha256: "beef" },
        },
      },
    },
  },
  proposals: { x: { ...proposal, by: "p2" } },
}

describe("the register", () => {
  it("reads the same from the API and from its document", () => {
    expect(readDraftView(fromApi).register).toEqual(readRegister(new Reader(fromDocument)))
  })

  it("says frozen when every text is, whatever was set", () => {
    const { paragraphs } = readRegister(new Reader(fromDocument))
    expect(paragraphs[0]?.status).toBe("frozen")
  })

  it("names what it cannot read by its path", () => {
    const broken = { ...fromDocument, paragraphs: { r4: { ...paragraph, kind: "poem", texts: {} } } }
    expect(() => readRegister(new Reader(broken))).toThrow(new UnreadableAnswer("$.paragraphs.r4.kind"))
  })
})

describe("the wording", () => {
  it("is kept by document, with its marks, proposals included", () => {
    const { wording } = readDraftView(fromApi)
    expect(wording.get("automerge:a" as DocumentUrl)).toEqual([{ text: "Establish", em: true }, { text: " a network" }])
    expect(wording.get("automerge:f" as DocumentUrl)).toEqual([{ text: "Found a network" }])
  })

  it("is missing where the server cannot read it, and said to be", () => {
    const [first] = fromApi.paragraphs
    const texts = { en: { ...first?.texts.en, heads: [], sha256: "", text: "", spans: [], damaged: true } }
    const { wording, damaged } = readDraftView({ ...fromApi, paragraphs: [{ ...first, texts }] })
    expect([...damaged]).toEqual(["automerge:a"])
    expect([...wording.keys()]).toEqual(["automerge:f"])
  })
})
