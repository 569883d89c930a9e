// A public key, and the forms it is passed around in. The same forms as the server's.

import { sha256 } from "@noble/hashes/sha2.js"

import { fromBase64, joined, toBase64, uint32, utf8 } from "./bytes"
import { KEY_BYTES } from "./ed25519"

const KEY_TYPE = "ssh-ed25519"
/** What signers are called in `allowed_signers`. */
const PRINCIPAL = "maslahat"
/** What certificates are signed for; another use of the same key cannot be passed off as this one. */
export const NAMESPACE = "maslahat-certificate"
/** DER before the 32 bytes of an Ed25519 public key (RFC 8410). */
const SPKI_PREFIX = Uint8Array.of(0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00)

/** With its length before it, as SSH writes all strings. */
export const sized = (bytes: Uint8Array): Uint8Array => joined(uint32(bytes.length), bytes)

export class PublicKey {
  constructor(readonly bytes: Uint8Array) {}

  /** Reads exactly what `openssh` writes. */
  static fromOpenssh(line: string): PublicKey | null {
    const blob = line.startsWith(`${KEY_TYPE} `) ? fromBase64(line.slice(KEY_TYPE.length + 1)) : null
    if (blob === null || blob.length < KEY_BYTES) return null
    const key = new PublicKey(blob.slice(-KEY_BYTES))
    return key.openssh === line ? key : null
  }

  static fromPem(pem: string): PublicKey | null {
    const body = /-----BEGIN PUBLIC KEY-----([\s\S]+?)-----END PUBLIC KEY-----/.exec(pem)?.[1]
    const der = body === undefined ? null : fromBase64(body.replaceAll(/\s/g, ""))
    if (der === null || der.length < KEY_BYTES) return null
    const key = new PublicKey(der.slice(-KEY_BYTES))
    return toBase64(key.der) === toBase64(der) ? key : null
  }

  get blob(): Uint8Array {
    return joined(sized(utf8(KEY_TYPE)), sized(this.bytes))
  }

  private get der(): Uint8Array {
    return joined(SPKI_PREFIX, this.bytes)
  }

  get openssh(): string {
    return `${KEY_TYPE} ${toBase64(this.blob)}`
  }

  /** As OpenSSH shows it. What people compare. */
  get fingerprint(): string {
    return `SHA256:${toBase64(sha256(this.blob)).replace(/=+$/, "")}`
  }

  get allowedSigners(): string {
    return `${PRINCIPAL} namespaces="${NAMESPACE}" ${this.openssh}\n`
  }

  /** As OpenSSL reads it. */
  get pem(): string {
    return `-----BEGIN PUBLIC KEY-----\n${toBase64(this.der)}\n-----END PUBLIC KEY-----\n`
  }
}

/** The fingerprint in what somebody pasted: a fingerprint, a key in a form of OpenSSH, or one in PEM. */
export function fingerprintIn(pasted: string): string | null {
  const line = /ssh-ed25519\s+([A-Za-z0-9+/]+=*)/.exec(pasted)
  if (line !== null) return PublicKey.fromOpenssh(`${KEY_TYPE} ${line[1] ?? ""}`)?.fingerprint ?? null
  if (pasted.includes("BEGIN PUBLIC KEY")) return PublicKey.fromPem(pasted)?.fingerprint ?? null
  return /(?<![\w:])SHA256:[A-Za-z0-9+/]{43}(?![A-Za-z0-9+/])/.exec(pasted)?.[0] ?? null
}
