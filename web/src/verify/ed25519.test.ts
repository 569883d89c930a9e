// Signatures on which implementations disagree: the page says what the server says.

import { Point, verify as verifiesLoosely } from "@noble/ed25519"
import * as ed25519 from "@noble/ed25519"
import { sha512 } from "@noble/hashes/sha2.js"
import { expect, test } from "vitest"

import { hexOf, joined, utf8 } from "./bytes"
import { verifies } from "./ed25519"
import { signed } from "./testing"

ed25519.hashes.sha512 = sha512

const ORDER = Point.CURVE().n
const message = utf8("the text that was frozen")
const SECRET = 7n
const NONCE = 11n
const key = Point.BASE.multiply(SECRET)
/** A point of order 8. */
const crooked = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa")

const numberOf = (bytes: Uint8Array): bigint => BigInt(`0x${hexOf(bytes.toReversed())}`)
const scalarBytes = (value: bigint): Uint8Array =>
  Uint8Array.from({ length: 32 }, (_, at) => Number((value >> BigInt(8 * at)) & 0xffn))

/** A signature that was made by hand, so that each part of it may be wrong in its own way. */
function forged(by: Point, nonce: Point, secret = SECRET, extra = 0n): readonly [Uint8Array, Uint8Array] {
  const challenge = numberOf(sha512(joined(nonce.toBytes(), by.toBytes(), message))) % ORDER
  const scalar = ((NONCE + challenge * secret) % ORDER) + extra
  return [by.toBytes(), joined(nonce.toBytes(), scalarBytes(scalar))]
}

const accepts = ([by, signature]: readonly [Uint8Array, Uint8Array]): boolean => verifies(by, message, signature)
const nonce = Point.BASE.multiply(NONCE)

test("what was signed in the usual way is accepted", () => {
  expect(accepts(forged(key, nonce))).toBe(true)
  const [by] = forged(Point.fromHex("ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c"), nonce)
  expect(verifies(by, message, signed(message, 7))).toBe(true)
  expect(verifies(by, utf8("another text"), signed(message, 7))).toBe(false)
})

test("a nonce beside the group is refused, though the equation with the cofactor holds", () => {
  const [by, signature] = forged(key, nonce.add(crooked))
  expect(verifiesLoosely(signature, message, by, { zip215: false })).toBe(true)
  expect(verifies(by, message, signature)).toBe(false)
})

test("a weak key, which signs everything, is refused", () => {
  expect(accepts(forged(Point.ZERO, nonce, 0n))).toBe(false)
  expect(accepts(forged(crooked, nonce, 0n))).toBe(false)
})

test("a weak nonce is refused", () => {
  const challenge = numberOf(sha512(joined(Point.ZERO.toBytes(), key.toBytes(), message))) % ORDER
  const signature = joined(Point.ZERO.toBytes(), scalarBytes((challenge * SECRET) % ORDER))
  expect(verifies(key.toBytes(), message, signature)).toBe(false)
})

test("a number beyond the order is refused: there is one signature, not many", () => {
  expect(accepts(forged(key, nonce, SECRET, ORDER))).toBe(false)
})

test("what is no key or no signature is refused in silence", () => {
  const [by, signature] = forged(key, nonce)
  expect(verifies(by.slice(1), message, signature)).toBe(false)
  expect(verifies(by, message, signature.slice(1))).toBe(false)
  expect(verifies(new Uint8Array(32).fill(2), message, signature)).toBe(false)
})
