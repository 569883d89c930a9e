// The archive that the server exports: a zip file in which every byte follows from the files (stored, without times or
// owners). So one that was altered anywhere, even between its files, is found out.

import { unzipSync } from "fflate"

import { joined, same, utf8, type Given } from "./bytes"

/** Of a package, and of all that it holds. */
export const BYTES_MAX = 256 * 2 ** 20
const FILES_MAX = 64
const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50
const VERSION = 10
/** Names are UTF-8. */
const FLAGS = 0x0800
/** 1 January 1980, the first day a zip file knows. */
const DAY = 0x0021
const CRC_POLYNOMIAL = 0xedb88320

export type PackageFault = "tooLarge" | "tooMany" | "damaged"
export interface Package {
  readonly files: readonly Given[]
  /** Byte for byte what the server writes for these files. */
  readonly isAsPacked: boolean
}

export function isPackage(bytes: Uint8Array): boolean {
  return bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === LOCAL
}

export function readPackage(bytes: Uint8Array): Package | PackageFault {
  if (bytes.length > BYTES_MAX) return "tooLarge"
  let left = BYTES_MAX
  let count = 0
  try {
    const unpacked = unzipSync(bytes, {
      filter: ({ originalSize }) => {
        left -= originalSize
        count += 1
        return left >= 0 && count <= FILES_MAX
      },
    })
    if (left < 0) return "tooLarge"
    if (count > FILES_MAX) return "tooMany"
    const files = Object.entries(unpacked).map(([name, content]) => ({ name, bytes: content }))
    return { files, isAsPacked: same(writePackage(files), bytes) }
  } catch {
    return "damaged"
  }
}

/** What the server would write. */
export function writePackage(files: readonly Given[]): Uint8Array {
  const locals: Uint8Array[] = []
  const centrals: Uint8Array[] = []
  let offset = 0
  for (const file of files) {
    const name = utf8(file.name)
    const common = fieldsOf(file, name.length)
    const local = joined(words(LOCAL), common, name, file.bytes)
    // No comment, first disk, no attributes.
    centrals.push(joined(words(CENTRAL), halves(VERSION), common, new Uint8Array(10), words(offset), name))
    locals.push(local)
    offset += local.length
  }
  const directory = joined(...centrals)
  const counts = halves(0, 0, files.length, files.length)
  return joined(...locals, directory, words(END), counts, words(directory.length, offset), halves(0))
}

/** What the local and the central header have in common. */
function fieldsOf({ bytes }: Given, nameLength: number): Uint8Array {
  const head = halves(VERSION, FLAGS, 0, 0, DAY)
  return joined(head, words(crc32(bytes), bytes.length, bytes.length), halves(nameLength, 0))
}

function halves(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 2))
  values.forEach((value, at) => {
    view.setUint16(at * 2, value, true)
  })
  return new Uint8Array(view.buffer)
}

function words(...values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(values.length * 4))
  values.forEach((value, at) => {
    view.setUint32(at * 4, value, true)
  })
  return new Uint8Array(view.buffer)
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ CRC_POLYNOMIAL : value >>> 1
  return value
})

function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff
  for (const byte of bytes) value = (value >>> 8) ^ (table[(value ^ byte) & 0xff] ?? 0)
  return ~value >>> 0
}
