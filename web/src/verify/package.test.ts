import { zipSync } from "fflate"
import { describe, expect, test } from "vitest"

import { isPackage, readPackage, writePackage } from "./package"
import { BUNDLE, unpacked } from "./testing"

describe("a package", () => {
  test("is written byte for byte as the server writes it", () => {
    expect(isPackage(BUNDLE.bytes)).toBe(true)
    expect(writePackage(unpacked())).toEqual(BUNDLE.bytes)
    expect(readPackage(BUNDLE.bytes)).toMatchObject({ isAsPacked: true })
  })

  test("that was packed anew is read, and told apart", () => {
    const files = Object.fromEntries(unpacked().map(({ name, bytes }) => [name, bytes]))
    expect(readPackage(zipSync(files))).toMatchObject({ isAsPacked: false, files: unpacked() })
  })

  test("with something between its files, after them or before them is told apart", () => {
    const { bytes } = BUNDLE
    const longer = new Uint8Array([...bytes, 0])
    for (const altered of [longer, new Uint8Array([...bytes.slice(0, 4), 0, ...bytes.slice(4)])]) {
      const read = readPackage(altered)
      expect(typeof read === "string" || !read.isAsPacked).toBe(true)
    }
  })

  test("that is none is called damaged", () => {
    for (const bytes of [[], [0x50, 0x4b, 3, 4], [0x50, 0x4b, 3, 4, 0x67, 0x61, 0x72]]) {
      expect(readPackage(Uint8Array.from(bytes))).toBe("damaged")
    }
    expect(isPackage(Uint8Array.of(0x50, 0x4b))).toBe(false)
  })

  test("with more files than any of ours is refused", () => {
    const many = Array.from({ length: 65 }, (_, at) => ({ name: `${at}.txt`, bytes: new Uint8Array() }))
    expect(readPackage(writePackage(many))).toBe("tooMany")
  })

  test("with two files of one name is told apart", () => {
    const twice = ["a", "b"].map((words) => ({ name: "draft.md", bytes: new TextEncoder().encode(words) }))
    expect(readPackage(writePackage(twice))).toMatchObject({ isAsPacked: false })
  })
})
