// Bytes and the forms they are written in. Every reading is strict: one form for one value.

import { sha256 } from "@noble/hashes/sha2.js"

/** A file by its name, without folders. */
export interface Given {
  readonly name: string
  readonly bytes: Uint8Array
}

const letters = new TextEncoder()

export const utf8 = (text: string): Uint8Array => letters.encode(text)

/** The text of UTF-8 bytes, a mark at its start included; null when they are none. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

export const hexOf = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")

/** In hexadecimal. */
export const sha256Hex = (data: Uint8Array | string): string =>
  hexOf(sha256(typeof data === "string" ? utf8(data) : data))

export const toBase64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))

/** With its padding and without anything else; null when it is written in any other way. */
export function fromBase64(text: string): Uint8Array | null {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    return toBase64(bytes) === text ? bytes : null
  } catch {
    return null
  }
}

export const same = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at])

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Four bytes, the highest first. */
export function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
