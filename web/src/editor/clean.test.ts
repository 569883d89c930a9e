import { describe, expect, it } from "vitest"

import { cleanLetters, safeHref } from "./clean"

describe("letters", () => {
  it("keep every script and joined emoji as they are", () => {
    const letters = "oʻzbek, тоҷикӣ, العربية, 中文, 👩‍👩‍👧‍👦, é, a\u200cb, no\u00a0break\n"
    expect(cleanLetters(letters)).toBe(letters)
  })

  it("lose what turns direction unseen, controls, and halves of letters", () => {
    expect(cleanLetters("a\u202eb\u202cc\u2066d\u2069e\u0000f\u009fg\ufffch\ud83di")).toBe("abcdefghi")
  })

  it("have one kind of line end, and no tabs", () => {
    expect(cleanLetters("a\r\nb\rc\u2028d\te")).toBe("a\nb\nc\nd e")
  })
})

describe("addresses", () => {
  it.each([
    ["https://un.org/data?a=1", "https://un.org/data?a=1"],
    ["HTTP://UN.org", "http://un.org/"],
    [" un.org/data ", "https://un.org/data"],
    ["un.org:8080/x", "https://un.org:8080/x"],
    ["mailto:desk@un.org", "mailto:desk@un.org"],
    ["desk@un.org", "mailto:desk@un.org"],
  ])("%s leads to %s", (address, href) => {
    expect(safeHref(address)).toBe(href)
  })

  it.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "word",
    "",
    "https://",
    `https://un.org/${"x".repeat(2000)}`,
  ])("%s leads nowhere", (address) => {
    expect(safeHref(address)).toBeNull()
  })
})
