import type { DocHandle } from "@automerge/automerge-repo/slim"
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { PresenceOfOthers } from "./presence"
import { Cell } from "./readable"
import type { Register } from "./register"
import type { TextDocument, TextReplica } from "./types"

type Hear = (event: { senderId: string; message: unknown }) => void

/** A text's handle that notes what is said on it. */
class FakeHandle {
  readonly said: unknown[] = []
  hear: Hear = () => undefined

  broadcast(message: unknown): void {
    this.said.push(message)
  }

  on(_event: "ephemeral-message", run: Hear): void {
    this.hear = run
  }
}

const PLACE = { paragraph: "r1", lang: "en", anchor: "1@aa", head: "1@aa" }
const people = { alice: { name: "Alice", role: "expert", seat: "D01" }, bob: { name: "Bob", role: "moderator" } }

let one: FakeHandle
let two: FakeHandle
let register: Cell<Register | null>
let presence: PresenceOfOthers

beforeEach(() => {
  vi.useFakeTimers()
  one = new FakeHandle()
  two = new FakeHandle()
  register = new Cell<Register | null>({ people } as unknown as Register)
  const handles = new Map([
    ["text:1", one],
    ["text:2", two],
  ])
  presence = new PresenceOfOthers({
    person: "carol",
    register,
    replica: (url) => ({ handle: handles.get(url) ?? null }) as unknown as TextReplica,
  })
  for (const [url, handle] of handles) presence.listen(url, handle as unknown as DocHandle<TextDocument>)
})

afterEach(() => {
  presence.close()
  vi.useRealTimers()
})

describe("one's own place", () => {
  it("is told at once, then at most every 100 ms, and always the newest", () => {
    for (let head = 0; head < 50; head += 1) {
      presence.announce({ url: "text:1", ...PLACE, head: String(head) })
      vi.advanceTimersByTime(10)
    }
    vi.advanceTimersByTime(100)
    expect(one.said.length).toBeGreaterThan(3)
    expect(one.said.length).toBeLessThanOrEqual(6)
    expect(one.said.at(-1)).toMatchObject({ head: "49" })
  })

  it("is repeated while nothing moves, and soon after a new connection", () => {
    presence.announce({ url: "text:1", ...PLACE })
    vi.advanceTimersByTime(0)
    expect(one.said).toHaveLength(1)
    presence.repeatSoon()
    vi.advanceTimersByTime(500)
    expect(one.said).toHaveLength(2)
    vi.advanceTimersByTime(5_000)
    expect(one.said).toHaveLength(3)
  })

  it("is taken back from the text that is left", () => {
    presence.announce({ url: "text:1", ...PLACE })
    vi.advanceTimersByTime(100)
    presence.announce({ url: "text:2", ...PLACE })
    vi.advanceTimersByTime(100)
    expect(one.said).toMatchObject([PLACE, { gone: true }])
    expect(two.said).toMatchObject([PLACE])
    presence.leave()
    vi.advanceTimersByTime(60_000)
    expect(two.said).toMatchObject([PLACE, { gone: true }])
  })
})

describe("others", () => {
  it("have the name and seat of the register, whatever they say", () => {
    one.hear({ senderId: "alice.7", message: { ...PLACE, name: "Mallory", seat: "D99" } })
    expect(presence.here.get()).toEqual([
      { peer: "alice.7", person: "alice", name: "Alice", seat: "D01", paragraph: "r1", lang: "en" },
    ])
  })

  it("who are not in the register are not shown until they are", () => {
    one.hear({ senderId: "dora.1", message: PLACE })
    one.hear({ senderId: "nobody", message: PLACE })
    for (const inherited of ["__proto__", "constructor", "toString"]) {
      one.hear({ senderId: `${inherited}.x`, message: PLACE })
    }
    expect(presence.here.get()).toEqual([])
    register.set({ people: { ...people, dora: { name: "Dora", role: "expert" } } } as unknown as Register)
    expect(presence.here.get()).toMatchObject([{ name: "Dora", seat: null }])
  })

  it("vanish when they have not been heard for 15 s", () => {
    one.hear({ senderId: "alice.7", message: PLACE })
    vi.advanceTimersByTime(10_000)
    one.hear({ senderId: "alice.7", message: PLACE })
    vi.advanceTimersByTime(10_000)
    expect(presence.here.get()).toHaveLength(1)
    vi.advanceTimersByTime(6_100)
    expect(presence.here.get()).toEqual([])
  })

  it("are where they were heard last, and a late goodbye from elsewhere does not remove them", () => {
    one.hear({ senderId: "alice.7", message: PLACE })
    two.hear({ senderId: "alice.7", message: { ...PLACE, paragraph: "r2" } })
    one.hear({ senderId: "alice.7", message: { gone: true } })
    expect(presence.here.get()).toMatchObject([{ paragraph: "r2" }])
    expect(presence.carets("text:1").get()).toEqual([])
    expect(presence.carets("text:2").get()).toHaveLength(1)
  })

  it.each([null, 1, "x", [], {}, { ...PLACE, head: 3 }, { ...PLACE, lang: "x".repeat(1_000) }])(
    "who send %j are not shown",
    (message) => {
      one.hear({ senderId: "alice.7", message })
      expect(presence.here.get()).toEqual([])
    },
  )

  it("are limited in number", () => {
    for (let page = 0; page < 2_000; page += 1) one.hear({ senderId: `alice.${page}`, message: PLACE })
    expect(presence.here.get()).toHaveLength(500)
  })
})
