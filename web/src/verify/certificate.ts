// A signed statement: two signatures by one key over the canonical bytes of one statement. Either as one file, or as
// the statement with its signatures beside it.

import { fromBase64, utf8, type Given } from "./bytes"
import { canonicalJson, type Json } from "./canonical"
import { verifies } from "./ed25519"
import type { Wrong } from "./finding"
import { PublicKey } from "./public-key"
import { claimedKey, sshsigVerifies } from "./sshsig"
import { canonical, fields, statement, string, UnreadError, type Statement } from "./statement"

/** Its name in a package. */
export const CERTIFICATE = "certificate.json"
export const STATEMENT = "statement.json"
export const SSHSIG = "statement.json.sig"
export const SIGNATURE = "statement.sig"
export const SIGNER = "signer.pub"
export const ALLOWED_SIGNERS = "allowed_signers"
export const PEM = "public-key.pem"

/** A statement that a key has signed. */
export interface Certified {
  readonly statement: Statement
  /** The fingerprint of the key. */
  readonly signer: string
  /** The bytes that were signed. */
  readonly message: Uint8Array
  /** The same as single files, by name: each has one form. Those that are not known are left out. */
  readonly parts: ReadonlyMap<string, Uint8Array>
}

/** Reads a certificate whose signatures hold; otherwise says what is wrong. */
export function checkedCertificate(bytes: Uint8Array): Certified | Wrong {
  return orWrong(() => {
    const read = canonical(bytes, (value) => {
      const of = fields(value, "statement", "publicKey", "signature", "sshsig")
      const signed = { statement: statement(of.statement), message: of.statement }
      return { ...signed, publicKey: string(of.publicKey), signature: string(of.signature), sshsig: string(of.sshsig) }
    })
    const key = PublicKey.fromOpenssh(read.publicKey)
    if (key === null) return { kind: "badKey" }
    const message = utf8(canonicalJson(read.message))
    const signature = fromBase64(read.signature)
    const holds = signature !== null && verifies(key.bytes, message, signature)
    if (!holds || !sshsigVerifies(key, message, read.sshsig)) return { kind: "badSignatures" }
    return certified(read.statement, key, message, signature, read.sshsig)
  })
}

/** What signs a statement from beside it. At least one signature must be there; all that are must hold. */
export interface Beside {
  readonly sshsig: string | null
  readonly signature: Uint8Array | null
  /** For the raw signature, which does not name its key. */
  readonly key: PublicKey | null
}

export function checkedStatement(message: Uint8Array, beside: Beside): Certified | Wrong {
  return orWrong(() => {
    const read = canonical(message, (value: Json) => statement(value))
    const { sshsig, signature } = beside
    if (sshsig === null && signature === null) return { kind: "uncheckable" }
    const key = beside.key ?? (sshsig === null ? null : claimedKey(sshsig))
    if (key === null) return { kind: "keyMissing" }
    const holds =
      (sshsig === null || sshsigVerifies(key, message, sshsig)) &&
      (signature === null || verifies(key.bytes, message, signature))
    return holds ? certified(read, key, message, signature, sshsig) : { kind: "badSignature" }
  })
}

export const isCertified = (outcome: Certified | Wrong): outcome is Certified => "statement" in outcome

function orWrong(read: () => Certified | Wrong): Certified | Wrong {
  try {
    return read()
  } catch (error) {
    if (error instanceof UnreadError) return error.unread
    throw error
  }
}

function certified(
  statement: Statement,
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array | null,
  sshsig: string | null,
): Certified {
  const parts = new Map([
    [STATEMENT, message],
    [SIGNER, utf8(`${key.openssh}\n`)],
    [ALLOWED_SIGNERS, utf8(key.allowedSigners)],
    [PEM, utf8(key.pem)],
  ])
  if (sshsig !== null) parts.set(SSHSIG, utf8(sshsig))
  if (signature !== null) parts.set(SIGNATURE, signature)
  return { statement, signer: key.fingerprint, message, parts }
}

/** A file by its name in a package. */
export const named = (files: readonly Given[], name: string): Given | undefined =>
  files.find((file) => file.name === name)
