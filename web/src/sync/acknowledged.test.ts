import * as Automerge from "@automerge/automerge/slim"
import { beforeAll, expect, it } from "vitest"

import { Acknowledged } from "./acknowledged"
import { loadAutomerge } from "./testing"
import type { TextDocument } from "./types"
import { BODY } from "./wording"

beforeAll(loadAutomerge)

type Text = Automerge.Doc<TextDocument>

const create = (): Text => Automerge.from<{ body: string }>({ body: "text" })
const type = (document: Text): Text =>
  Automerge.change(document, (text) => {
    Automerge.splice(text, BODY, 0, 0, "x")
  })

it("counts every change after what the server named", () => {
  let document = create()
  const acknowledged = new Acknowledged(Automerge.getHeads(document))
  expect(acknowledged.pending(document)).toBe(0)
  document = type(type(document))
  expect(acknowledged.pending(document)).toBe(2)
  acknowledged.name(Automerge.getHeads(document))
  expect(acknowledged.pending(document)).toBe(0)
  document = type(document)
  expect(acknowledged.pending(document)).toBe(1)
})

it("counts heads that are not here yet once they are", () => {
  const origin = create()
  let mine = type(Automerge.clone(origin))
  const theirs = type(Automerge.clone(origin))
  const acknowledged = new Acknowledged(Automerge.getHeads(origin))
  acknowledged.name([...Automerge.getHeads(mine), ...Automerge.getHeads(theirs)])
  mine = type(mine)
  expect(acknowledged.pending(mine)).toBe(1)
  mine = Automerge.merge(mine, theirs)
  expect(acknowledged.pending(mine)).toBe(1)
})

it("keeps what was confirmed when the server names only others' heads", () => {
  const origin = create()
  let mine = type(Automerge.clone(origin))
  const theirs = type(Automerge.clone(origin))
  const acknowledged = new Acknowledged(Automerge.getHeads(origin))
  acknowledged.name(Automerge.getHeads(mine))
  expect(acknowledged.pending(mine)).toBe(0)
  acknowledged.name(Automerge.getHeads(theirs))
  mine = Automerge.merge(mine, theirs)
  expect(acknowledged.pending(mine)).toBe(0)
})

it("counts on from the last count while the server says nothing new", () => {
  let document = create()
  const acknowledged = new Acknowledged(Automerge.getHeads(document))
  for (let changes = 1; changes <= 5; changes += 1) {
    document = type(document)
    expect(acknowledged.pending(document)).toBe(changes)
    expect(acknowledged.pending(document)).toBe(changes)
  }
  acknowledged.name(Automerge.getHeads(document))
  document = type(document)
  expect(acknowledged.pending(document)).toBe(1)
})

it("knows what an earlier visit left", () => {
  const origin = create()
  const unsent = type(type(type(origin)))
  expect(new Acknowledged(Automerge.getHeads(origin)).pending(unsent)).toBe(3)
})
