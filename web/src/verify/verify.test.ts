// A bundle that the binary made, whole and in pieces, and what somebody might do to it.

import { describe, expect, test } from "vitest"

import { utf8, type Given } from "./bytes"
import { canonicalJson, type Json } from "./canonical"
import type { Finding } from "./finding"
import * as fixture from "./testing"
import { BUNDLE, BUNDLE_SIGNER, bundleWith, file, flipped, repacked, reworded, unpacked, vectors } from "./testing"
import { verify, type Verdict } from "./verify"

const wrongs = ({ findings }: Verdict): readonly Finding[] => findings.filter(({ level }) => level === "wrong")
const kinds = (verdict: Verdict): readonly string[] => wrongs(verdict).map(({ file, what }) => `${file} ${what.kind}`)
const renamed = (given: Given, name: string): Given => ({ name, bytes: given.bytes })

describe("what is genuine", () => {
  test("a bundle is as certified, by the key that the command line names too", () => {
    const verdict = verify([BUNDLE])
    expect(kinds(verdict)).toEqual([])
    expect(verdict).toMatchObject({ isValid: true, signer: BUNDLE_SIGNER })
    expect(verdict.statement).toMatchObject({ symbol: "CA-IC/2019/CRP.9", frozenBy: { name: "Secretariat" } })
    expect(verdict.findings).toContainEqual({
      file: "snapshot.json",
      level: "right",
      what: { kind: "wordings", texts: 12 },
    })
    // every wording of it can be read on the page
    expect(verdict.statement?.texts.every(({ sha256 }) => verdict.wordings.has(sha256))).toBe(true)
  })

  test("a certificate is, with files it names, even renamed; of others nothing is proved", () => {
    const given = [renamed(file("certificate.json"), "mine.json"), renamed(file("draft.pdf"), "final.pdf")]
    const verdict = verify(given)
    expect(kinds(verdict)).toEqual([])
    expect(verdict.isValid).toBe(true)
    const notGiven = verdict.findings.filter(({ what }) => what.kind === "notGiven").map(({ file }) => file)
    expect(notGiven).toEqual(["draft.json", "draft.md", "snapshot.json"])
  })

  test("the unpacked files are, all of them", () => {
    expect(kinds(verify(unpacked()))).toEqual([])
    expect(verify(unpacked()).isValid).toBe(true)
  })

  test("a statement is, with either signature beside it", () => {
    const statement = file("statement.json")
    for (const beside of [
      ["statement.json.sig"],
      ["statement.sig", "signer.pub"],
      ["statement.sig", "public-key.pem"],
      ["statement.json.sig", "statement.sig", "signer.pub", "allowed_signers"],
    ]) {
      const verdict = verify([statement, ...beside.map(file)])
      expect(verdict, beside.join()).toMatchObject({ isValid: true, signer: BUNDLE_SIGNER })
    }
    expect(kinds(verify([statement, file("statement.sig")]))).toContain("statement.json keyMissing")
    expect(verify([statement]).isValid).toBe(false)
  })
})

describe("one altered byte is never accepted", () => {
  const MASKS = [0x01, 0x20, 0x80]

  test("anywhere in a certificate", () => {
    const certificate = utf8(vectors.signed.certificate)
    expect(verify([{ name: "certificate.json", bytes: certificate }]).isValid).toBe(true)
    for (let at = 0; at < certificate.length; at += 1) {
      const mask = MASKS[at % MASKS.length] ?? 1
      const verdict = verify([{ name: "certificate.json", bytes: flipped(certificate, at, mask) }])
      expect(verdict.isValid, `byte ${at}`).toBe(false)
      expect(wrongs(verdict).length).toBeGreaterThan(0)
    }
  })

  test("anywhere in a bundle", () => {
    const { bytes } = BUNDLE
    // Every byte would take minutes; a step that is prime to all sizes meets every kind of byte.
    const steps = Array.from({ length: Math.floor(bytes.length / 307) }, (_, at) => at * 307)
    const ends = Array.from({ length: 120 }, (_, at) => (at < 60 ? at : bytes.length - 120 + at))
    for (const at of [...steps, ...ends]) {
      const verdict = verify([{ name: BUNDLE.name, bytes: flipped(bytes, at, MASKS[at % MASKS.length] ?? 1) }])
      expect(verdict.isValid, `byte ${at}`).toBe(false)
      expect(wrongs(verdict).length, `byte ${at}`).toBeGreaterThan(0)
    }
  })

  test.for(unpacked().map(({ name }) => name))("in %s among single files", (name) => {
    const middle = Math.floor(file(name).bytes.length / 2)
    const altered = { name, bytes: flipped(file(name).bytes, middle, 1) }
    const verdict = verify(unpacked().map((each) => (each.name === name ? altered : each)))
    expect(verdict.isValid).toBe(false)
    // of a line in the manifest, it is the file that does not have that hash
    if (name !== "SHA256SUMS") expect(wrongs(verdict).map(({ file }) => file)).toContain(name)
  })
})

describe("what was altered is said, and where", () => {
  test("a text in the snapshot: which one, what was frozen and what is there", () => {
    const verdict = verify([bundleWith("snapshot.json", reworded(file("snapshot.json"), "one transit", "no transit"))])
    expect(verdict.isValid).toBe(false)
    expect(wrongs(verdict).at(-1)).toEqual({
      file: "snapshot.json",
      level: "wrong",
      what: {
        kind: "otherWording",
        more: 0,
        place: {
          paragraph: "r1",
          lang: "en",
          frozen: "Agree on one transit document for goods “in bond”.",
          found: "Agree on no transit document for goods “in bond”.",
        },
      },
    })
  })

  test("a text in the draft's JSON, and how many others", () => {
    const once = reworded(file("draft.json"), "в Ташкенте", "в Бишкеке")
    const draft = reworded(once, "Publish the tariffs", "Hide the tariffs")
    const verdict = verify([file("certificate.json"), file("snapshot.json"), draft])
    const frozen = "Ссылаясь на встречу в Ташкенте,"
    const found = "Ссылаясь на встречу в Бишкеке,"
    expect(wrongs(verdict).map(({ what }) => what)).toMatchObject([
      { kind: "certifiedAltered" },
      { kind: "otherWording", more: 1, place: { paragraph: "pp1", lang: "ru", frozen, found } },
    ])
  })

  test("the pages: by their hashes", () => {
    const pdf = { name: "draft.pdf", bytes: flipped(file("draft.pdf").bytes, 999, 4) }
    expect(kinds(verify([bundleWith("draft.pdf", pdf)]))).toEqual(["draft.pdf certifiedAltered"])
    expect(kinds(verify([file("certificate.json"), pdf]))).toEqual(["draft.pdf certifiedAltered"])
    expect(kinds(verify([file("certificate.json"), renamed(pdf, "x.pdf")]))).toEqual(["x.pdf foreign"])
  })

  test("a certificate is not as signed, while the parts beside it still say what was", () => {
    const certificate = reworded(file("certificate.json"), "on transit", "on transport")
    const verdict = verify([bundleWith("certificate.json", certificate)])
    expect(kinds(verdict)).toEqual(["certificate.json badSignatures"])
    expect(verdict.statement?.title).toBe("Recommendations on transit")
    expect(verdict.isValid).toBe(false)
  })

  test("a bundle from which a file was taken, or to which one was added", () => {
    expect(kinds(verify([bundleWith("draft.md", null)]))).toEqual(["draft.md certifiedMissing"])
    expect(kinds(verify([bundleWith("signer.pub", null)]))).toEqual(["signer.pub partMissing"])
    expect(kinds(verify([bundleWith("certificate.json", null)]))).toEqual([`${BUNDLE.name} noCertificate`])
    const added = repacked([...unpacked(), { name: "annex.txt", bytes: utf8("one more page") }])
    expect(kinds(verify([added]))).toEqual(["annex.txt added"])
  })

  test("a manifest that does not fit the files", () => {
    const manifest = reworded(file("SHA256SUMS"), "  draft.md", "  draft.txt")
    const altered = { name: BUNDLE.name, bytes: fixture.packed(unpacked(), manifest) }
    expect(kinds(verify([altered]))).toEqual(["draft.md unlisted", "draft.txt listedMissing"])
  })
})

describe("what somebody else has signed", () => {
  const statement = JSON.parse(fixture.textIn(file("statement.json"))) as Json

  test("a certificate of another draft proves nothing of these files", () => {
    const other = { name: "certificate.json", bytes: utf8(vectors.signed.certificate) }
    expect(kinds(verify([other, file("draft.pdf")]))).toEqual(["draft.pdf foreign"])
    expect(kinds(verify([other, file("draft.md")]))).toEqual(["draft.md certifiedAltered"])
    expect(kinds(verify([BUNDLE, other]))).toEqual(["certificate.json several"])
    expect(verify([bundleWith("certificate.json", other)]).isValid).toBe(false)
  })

  test("a signature for another namespace is none for a certificate", () => {
    const refused = vectors.refused.find(({ why }) => why.includes("namespace"))?.certificate ?? ""
    expect(kinds(verify([{ name: "certificate.json", bytes: utf8(refused) }]))).toEqual([
      "certificate.json badSignatures",
    ])
    const { sshsig } = JSON.parse(refused) as { sshsig: string }
    const given = [
      { name: "statement.json", bytes: utf8(vectors.signed.statement) },
      { name: "statement.json.sig", bytes: utf8(sshsig) },
    ]
    expect(kinds(verify(given))).toContain("statement.json badSignature")
  })

  test("a signature by another key does not pass under ours", () => {
    const message = utf8(canonicalJson(statement))
    const forged = { name: "statement.sig", bytes: fixture.signed(message, 7) }
    const verdict = verify([file("statement.json"), file("signer.pub"), forged])
    expect(kinds(verdict)).toContain("statement.json badSignature")
    expect(verdict.isValid).toBe(false)
  })

  test("a statement signed anew by another key is theirs, and said to be", () => {
    const message = utf8(canonicalJson(statement))
    const theirs = { name: "signer.pub", bytes: utf8(`${vectors.key.openssh}\n`) }
    const verdict = verify([
      file("statement.json"),
      theirs,
      { name: "statement.sig", bytes: fixture.signed(message, 7) },
    ])
    expect(verdict).toMatchObject({ isValid: true, signer: vectors.key.fingerprint })
    expect(verdict.signer).not.toBe(BUNDLE_SIGNER)
  })
})

test("odd files are refused, not thrown at", () => {
  const deep = "[".repeat(100_000)
  const odd = [
    "",
    "PK\u0003\u0004",
    "{}",
    "null",
    "[]",
    deep,
    `{"statement":${deep}`,
    '{"statement":{},"sshsig":""}',
    "\u00ff",
  ]
  for (const text of odd) {
    for (const name of ["x.zip", "certificate.json", "snapshot.json", "statement.json", "SHA256SUMS", "x.json"]) {
      expect(verify([{ name, bytes: utf8(text) }]).isValid).toBe(false)
      expect(verify([BUNDLE, { name, bytes: utf8(text) }]).isValid).toBe(false)
    }
  }
  expect(verify([]).isValid).toBe(false)
})
