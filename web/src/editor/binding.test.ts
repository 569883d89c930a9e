import * as Automerge from "@automerge/automerge/slim"
import { toggleMark } from "prosemirror-commands"
import { history, redo, undo } from "prosemirror-history"
import { Fragment, Slice } from "prosemirror-model"
import type { Transaction } from "prosemirror-state"
import { beforeAll, describe, expect, it } from "vitest"

import { BODY, readWording, type TextDocument } from "../sync"
import { loadAutomerge } from "../sync/testing"
import { TextBinding } from "./binding"
import type { BoundDocument, Edit } from "./bound-document"
import { documentOf, inlineOf, lettersOf, marksOf, schema } from "./schema"

beforeAll(loadAutomerge)

class MemoryDocument implements BoundDocument {
  document: Automerge.Doc<TextDocument>
  readonly #followers = new Set<() => void>()

  constructor(document: Automerge.Doc<TextDocument>) {
    this.document = document
  }

  current(): Automerge.Doc<TextDocument> {
    return this.document
  }

  change(edit: Edit): void {
    this.#set(Automerge.change(this.document, edit))
  }

  changeAt(heads: Automerge.Heads, edit: Edit): Automerge.Heads | null {
    const { newDoc, newHeads } = Automerge.changeAt(this.document, heads, edit)
    this.#set(newDoc)
    return newHeads
  }

  follow(run: () => void): () => void {
    this.#followers.add(run)
    return () => this.#followers.delete(run)
  }

  receive(other: MemoryDocument): void {
    this.#set(Automerge.merge(this.document, other.document))
  }

  #set(document: Automerge.Doc<TextDocument>): void {
    this.document = document
    for (const run of this.#followers) run()
  }
}

/** One person at one editor. */
class Editor {
  readonly document: MemoryDocument
  readonly binding: TextBinding
  isComposing = false
  states = 0

  constructor(document: Automerge.Doc<TextDocument>) {
    this.document = new MemoryDocument(document)
    this.binding = new TextBinding({
      document: this.document,
      plugins: [history()],
      onState: () => {
        this.states += 1
      },
      isBusy: () => this.isComposing,
    })
  }

  get letters(): string {
    return lettersOf(this.binding.state.doc)
  }

  edit(change: (tr: Transaction) => Transaction): void {
    this.binding.dispatch(change(this.binding.state.tr))
  }

  insert(at: number, letters: string, marks: Readonly<Record<string, unknown>> = {}): void {
    const slice = new Slice(Fragment.from(inlineOf(letters, marksOf(marks))), 0, 0)
    this.edit((tr) => tr.replace(at + 1, at + 1, slice))
  }

  delete(from: number, to: number): void {
    this.edit((tr) => tr.delete(from + 1, to + 1))
  }

  run(command: typeof undo): void {
    command(this.binding.state, (tr) => {
      this.binding.dispatch(tr)
    })
  }

  endComposition(): void {
    this.isComposing = false
    this.binding.catchUp()
  }

  expectCurrent(): void {
    const shown = documentOf(readWording(this.document.document))
    expect(this.binding.state.doc.toJSON()).toEqual(shown.toJSON())
  }
}

function pair(body: string): [Editor, Editor] {
  const origin = Automerge.from<{ body: string }>({ body })
  return [new Editor(Automerge.clone(origin)), new Editor(Automerge.clone(origin))]
}

function exchange(one: Editor, other: Editor): void {
  one.document.receive(other.document)
  other.document.receive(one.document)
}

function expectConverged(one: Editor, other: Editor): void {
  one.endComposition()
  other.endComposition()
  exchange(one, other)
  one.expectCurrent()
  other.expectCurrent()
  expect(one.binding.state.doc.toJSON()).toEqual(other.binding.state.doc.toJSON())
}

/** A small generator of the kind of Lehmer: the same seed, the same run. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 48271) % 2147483647
    return state % below
  }
}

const SNIPPETS = ["a", "[", "]", " ", "word ", "\n", "👩‍👩‍👧‍👦", "🇺🇿", "é", "оʻзбек", "العربية", "x\ny"]
const MARKS = [
  {},
  {},
  { strong: true },
  { em: true },
  { strong: true, em: true },
  { link: "https://un.org/" },
  { footnote: "r1.fn1" },
]

/** Never cuts a surrogate pair: neither does a browser. */
function boundary(letters: string, at: number): number {
  const code = letters.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at
}

function randomStep(editor: Editor, next: (below: number) => number): void {
  const { letters } = editor
  const from = boundary(letters, next(letters.length + 1))
  const to = boundary(letters, Math.min(letters.length, from + next(8)))
  switch (next(9)) {
    case 0:
    case 1:
    case 2:
      editor.insert(from, SNIPPETS[next(SNIPPETS.length)] ?? "", MARKS[next(MARKS.length)])
      break
    case 3:
    case 4:
      if (to > from) editor.delete(from, to)
      break
    case 5:
      if (to > from) editor.edit((tr) => tr.addMark(from + 1, to + 1, schema.marks.strong.create()))
      break
    case 6:
      if (to > from) editor.edit((tr) => tr.removeMark(from + 1, to + 1, schema.marks.em))
      break
    case 7:
      editor.run(undo)
      break
    default:
      if (next(3) === 0) editor.run(redo)
      else if (editor.isComposing) editor.endComposition()
      else editor.isComposing = next(4) === 0
  }
}

describe("two replicas", () => {
  it.each(Array.from({ length: 30 }, (_, index) => index + 1))("converge after random edits, seed %i", (seed) => {
    const next = numbers(seed * 7919)
    const [one, other] = pair("Recalling [the [three] five] resolutions 👩‍👩‍👧‍👦 of June,")
    for (let step = 0; step < 120; step += 1) {
      const editor = next(2) === 0 ? one : other
      randomStep(editor, next)
      if (!editor.isComposing && editor.binding.isCurrent) editor.expectCurrent()
      if (next(4) === 0) one.document.receive(other.document)
      if (next(4) === 0) other.document.receive(one.document)
    }
    expectConverged(one, other)
  })

  it("delete overlapping stretches with emoji and agree", () => {
    const [one, other] = pair("aa👩‍👩‍👧‍👦bb👨‍👩‍👧cc")
    one.delete(2, 15)
    other.delete(5, 23)
    expectConverged(one, other)
    expect(one.letters).toBe("aacc")
  })

  it("type letter by letter at one caret, each hearing the other at once, and do not interleave", () => {
    const [one, other] = pair("")
    for (let times = 0; times < 5; times += 1) {
      one.edit((tr) => tr.insertText("a"))
      exchange(one, other)
      other.edit((tr) => tr.insertText("b"))
      exchange(one, other)
    }
    expectConverged(one, other)
    expect(one.letters).toMatch(/^(?:a+b+|b+a+)$/)
  })

  it("typing at one spot does not interleave", () => {
    const [one, other] = pair("")
    for (const letter of "first") one.insert(one.letters.length, letter)
    for (const letter of "second") other.insert(other.letters.length, letter)
    expectConverged(one, other)
    expect(["firstsecond", "secondfirst"]).toContain(one.letters)
  })
})

describe("marks", () => {
  it("grow with bold words and not with links and footnotes", () => {
    const [one, other] = pair("bold link")
    one.edit((tr) => tr.addMark(1, 5, schema.marks.strong.create()))
    one.edit((tr) => tr.addMark(6, 10, schema.marks.link.create({ href: "https://un.org/" })))
    exchange(one, other)
    // A stock client types into the document: what Automerge's own expansion makes of it.
    other.document.change((document) => {
      Automerge.splice(document, BODY, 9, 0, "!")
      Automerge.splice(document, BODY, 4, 0, "er")
    })
    expectConverged(one, other)
    expect(readWording(one.document.document)).toEqual([
      { text: "bolder", strong: true },
      { text: " " },
      { text: "link", link: "https://un.org/" },
      { text: "!" },
    ])
  })

  it("are what the editor shows at once, behind an emoji and inside a link", () => {
    const [one] = pair("👩‍👩‍👧‍👦 link here")
    one.edit((tr) => tr.addMark(13, 17, schema.marks.link.create({ href: "https://un.org/" })))
    one.states = 0
    one.insert(14, "un")
    one.insert(14, "L", { link: "https://un.org/" })
    // A third and fourth state would be corrections by the document.
    expect(one.states).toBe(2)
    one.expectCurrent()
    expect(readWording(one.document.document).map(({ text }) => text)).toEqual(["👩‍👩‍👧‍👦 ", "liL", "un", "nk", " here"])
  })

  it("are left out when they would lead somewhere a reader must not go", () => {
    const [one] = pair("word")
    one.edit((tr) => tr.addMark(1, 5, schema.marks.link.create({ href: "javascript:alert(1)" })))
    one.expectCurrent()
    expect(readWording(one.document.document)).toEqual([{ text: "word" }])
  })

  it("toggle for what is typed next even when somebody else types in between", () => {
    const [one, other] = pair("ab")
    toggleMark(schema.marks.strong)(one.binding.state, (tr) => {
      one.binding.dispatch(tr)
    })
    other.insert(2, "c")
    exchange(one, other)
    one.edit((tr) => tr.insertText("X"))
    expectConverged(one, other)
    expect(readWording(one.document.document).find(({ text }) => text === "X")).toEqual({ text: "X", strong: true })
  })
})

describe("letters", () => {
  it("that no text may hold do not get in, and the editor shows what is in", () => {
    const [one] = pair("")
    one.insert(0, "a\u202eb\u0007c\tde")
    one.expectCurrent()
    expect(one.letters).toBe("abc de")
  })
})

describe("undo", () => {
  it("takes back one's own words and nobody else's", () => {
    const [one, other] = pair("States agree.")
    one.insert(0, "The ")
    exchange(one, other)
    other.insert(other.letters.length, " Noted.")
    exchange(one, other)
    one.run(undo)
    expectConverged(one, other)
    expect(other.letters).toBe("States agree. Noted.")
    one.run(undo)
    expectConverged(one, other)
    expect(other.letters).toBe("States agree. Noted.")
    one.run(redo)
    expectConverged(one, other)
    expect(other.letters).toBe("The States agree. Noted.")
  })

  it("brings deleted words back where they stood although the text moved", () => {
    const [one, other] = pair("States [should] act.")
    one.delete(7, 16)
    exchange(one, other)
    other.insert(0, "All ")
    exchange(one, other)
    one.run(undo)
    expectConverged(one, other)
    expect(one.letters).toBe("All States [should] act.")
  })
})

describe("composition", () => {
  it("keeps the editor still while others type, and joins both afterwards", () => {
    const [one, other] = pair("ab")
    one.isComposing = true
    one.insert(2, "か")
    other.insert(0, "XY")
    exchange(one, other)
    expect(one.letters).toBe("abか")
    one.delete(2, 3)
    one.insert(2, "蚊")
    one.endComposition()
    expectConverged(one, other)
    expect(one.letters).toBe("XYab蚊")
  })
})
