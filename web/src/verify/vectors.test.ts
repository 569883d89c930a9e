// docs/vectors/certificate.json says what docs/certificate.md means: the page does what it says.

import { describe, expect, test } from "vitest"

import { fromBase64, sha256Hex, toBase64, utf8 } from "./bytes"
import { canonicalJson, type Json } from "./canonical"
import { checkedCertificate, checkedStatement, isCertified } from "./certificate"
import { PublicKey } from "./public-key"
import { signed as signedByNode, vectors } from "./testing"

describe("canonical JSON", () => {
  test.for(vectors.canonicalJson)("$canonical", ({ json, canonical }) => {
    const written = canonicalJson(JSON.parse(json) as Json)
    expect(written).toBe(canonical)
    expect(canonicalJson(JSON.parse(written) as Json)).toBe(canonical)
  })

  test("has no form for half of a surrogate pair, nor for a number without end", () => {
    expect(() => canonicalJson(["\ud800"])).toThrow(RangeError)
    expect(() => canonicalJson({ "\udfff": 1 })).toThrow(RangeError)
    expect(() => canonicalJson(JSON.parse("1e999") as Json)).toThrow(RangeError)
  })
})

test.for(vectors.texts)("a text is hashed by its letters: $why", ({ text, sha256 }) => {
  expect(sha256Hex(text)).toBe(sha256)
})

test("a key in all its forms", () => {
  const { openssh, fingerprint, allowedSigners, pem } = vectors.key
  for (const key of [PublicKey.fromOpenssh(openssh), PublicKey.fromPem(pem)]) {
    expect(key).toMatchObject({ openssh, fingerprint, allowedSigners, pem })
  }
})

describe("a certificate", () => {
  const { statement, sha256, signature, sshsig, certificate } = vectors.signed
  const { openssh, fingerprint } = vectors.key
  const message = utf8(statement)
  const raw = fromBase64(signature)

  test("is signed as others sign with the same secret", () => {
    expect(sha256Hex(message)).toBe(sha256)
    expect(toBase64(signedByNode(message, 7))).toBe(signature)
    expect(vectors.key.seed).toBe("07".repeat(32))
  })

  test("is genuine, as one file and in parts", () => {
    const key = PublicKey.fromOpenssh(openssh)
    const outcomes = [
      checkedCertificate(utf8(certificate)),
      checkedStatement(message, { sshsig, signature: raw, key }),
      checkedStatement(message, { sshsig, signature: null, key: null }),
      checkedStatement(message, { sshsig: null, signature: raw, key }),
    ]
    for (const outcome of outcomes) expect(outcome).toMatchObject({ signer: fingerprint, message })
    expect(checkedStatement(message, { sshsig: null, signature: raw, key: null })).toEqual({ kind: "keyMissing" })
    expect(checkedStatement(message, { sshsig: null, signature: null, key })).toEqual({ kind: "uncheckable" })
  })

  test.for(vectors.refused)("is refused: $why", ({ certificate }) => {
    expect(isCertified(checkedCertificate(utf8(certificate)))).toBe(false)
  })
})
