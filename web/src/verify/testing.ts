// What tests of verifying begin from: a bundle that the binary once made, and the vectors of docs/certificate.md.

import { createPrivateKey, sign } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"

import { utf8, type Given } from "./bytes"
import { MANIFEST, manifestOf } from "./manifest"
import { readPackage, writePackage } from "./package"

const ROOT = join(import.meta.dirname, "../../..")

interface Vectors {
  readonly canonicalJson: readonly { readonly json: string; readonly canonical: string }[]
  readonly texts: readonly { readonly why: string; readonly text: string; readonly sha256: string }[]
  readonly key: Readonly<Record<"seed" | "openssh" | "fingerprint" | "allowedSigners" | "pem", string>>
  readonly signed: Readonly<Record<"statement" | "sha256" | "signature" | "sshsig" | "certificate", string>>
  readonly refused: readonly { readonly why: string; readonly certificate: string }[]
}

export const vectors = JSON.parse(readFileSync(join(ROOT, "docs/vectors/certificate.json"), "utf8")) as Vectors

export const BUNDLE: Given = {
  name: "transit.bundle.zip",
  bytes: new Uint8Array(readFileSync(join(ROOT, "tests/fixtures/certified/transit.bundle.zip"))),
}
/** The key it was signed with. */
export const BUNDLE_SIGNER = "SHA256:PHWVc1wRPmHzN22zwEBLVNxBax1ZFkmrmqX139xYrPA"

export function unpacked(): readonly Given[] {
  const read = readPackage(BUNDLE.bytes)
  if (typeof read === "string") throw new Error(read)
  return read.files
}

export function file(name: string): Given {
  const found = unpacked().find((each) => each.name === name)
  if (found === undefined) throw new Error(`the bundle has no ${name}`)
  return found
}

export const textIn = ({ bytes }: Given): string => new TextDecoder().decode(bytes)

/** With other words in place of some that must be there. */
export function reworded(given: Given, words: string, other: string): Given {
  const text = textIn(given)
  if (!text.includes(words)) throw new Error(`${given.name} has no “${words}”`)
  return { name: given.name, bytes: utf8(text.replaceAll(words, () => other)) }
}

/** Packed as the server does, with this manifest. */
export const packed = (files: readonly Given[], manifest: Given): Uint8Array =>
  writePackage([...files.filter(({ name }) => name !== MANIFEST), manifest])

/** With a manifest that fits: what somebody would do who alters a bundle with care. */
export function repacked(files: readonly Given[]): Given {
  const others = files.filter(({ name }) => name !== MANIFEST)
  const manifest = { name: MANIFEST, bytes: utf8(manifestOf(others)) }
  return { name: BUNDLE.name, bytes: packed(others, manifest) }
}

/** With one of the files of the bundle replaced, or taken out. */
export function bundleWith(name: string, other: Given | null): Given {
  const files = unpacked().filter((each) => other !== null || each.name !== name)
  return repacked(files.map((each) => (other !== null && each.name === name ? other : each)))
}

export function flipped(bytes: Uint8Array, at: number, mask: number): Uint8Array {
  const altered = bytes.slice()
  altered[at] = (altered[at] ?? 0) ^ mask
  return altered
}

/** Signs as node does, with the key whose secret is this byte 32 times. */
export function signed(message: Uint8Array, secretByte: number): Uint8Array {
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex")
  const key = Buffer.concat([prefix, Buffer.alloc(32, secretByte)])
  return new Uint8Array(sign(null, message, createPrivateKey({ key, format: "der", type: "pkcs8" })))
}
