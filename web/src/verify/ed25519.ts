// One answer to "did this key sign this?" in every browser, however old, and without a secure context: their own
// cryptography is missing on pages that are served without TLS, and differs on crafted signatures.

import { etc, Point } from "@noble/ed25519"
import { sha512 } from "@noble/hashes/sha2.js"

import { hexOf, joined } from "./bytes"

export const KEY_BYTES = 32
export const SIGNATURE_BYTES = 64
const ORDER = Point.CURVE().n

/** As strict as the server (`verify_strict` of ed25519-dalek): no weak keys, and the equation without the cofactor. */
export function verifies(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (key.length !== KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false
  const commitment = signature.slice(0, KEY_BYTES)
  const scalar = numberOf(signature.slice(KEY_BYTES))
  try {
    const by = Point.fromBytes(key)
    const nonce = Point.fromBytes(commitment)
    if (by.isSmallOrder() || nonce.isSmallOrder()) return false
    const challenge = etc.mod(numberOf(sha512(joined(commitment, key, message))), ORDER)
    return Point.BASE.multiply(scalar, false).equals(nonce.add(by.multiply(challenge, false)))
  } catch {
    // not a point of the curve, or a number beyond its order: `multiply` takes none
    return false
  }
}

/** The lowest byte first. */
const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${hexOf(bytes.toReversed())}`)
