// Counts WebSocket messages on the wire, from the bytes of a connection: no client is asked what it did.

const END_OF_HEAD = Buffer.from("\r\n\r\n")
const BINARY = 2

/** How many binary messages have gone to the server and come from it, over all connections that were watched. */
export class Frames {
  up = 0
  down = 0
  connections = 0

  /** For `network`. A connection on which the client says nothing is one that it has given up: it is not counted. */
  watch = () => {
    let isUsed = false
    const up = new Reader(() => {
      if (!isUsed) this.connections += 1
      isUsed = true
      this.up += 1
    })
    const down = new Reader(() => {
      if (isUsed) this.down += 1
    })
    return { up: (bytes) => up.read(bytes), down: (bytes) => down.read(bytes) }
  }

  /** What has been counted so far. */
  now() {
    return { up: this.up, down: this.down }
  }
}

/** One direction of one connection: an HTTP head, then frames (RFC 6455, 5.2). */
class Reader {
  #rest = Buffer.alloc(0)
  #isOpen = false
  #counted

  constructor(counted) {
    this.#counted = counted
  }

  read(bytes) {
    this.#rest = Buffer.concat([this.#rest, bytes])
    if (!this.#isOpen) {
      const end = this.#rest.indexOf(END_OF_HEAD)
      if (end < 0) return
      this.#isOpen = true
      this.#rest = this.#rest.subarray(end + END_OF_HEAD.length)
    }
    for (let size = frameSize(this.#rest); size !== undefined && size <= this.#rest.length;) {
      // a message is counted by its first frame: the ones that continue it have opcode 0
      if ((this.#rest[0] & 0x0f) === BINARY) this.#counted()
      this.#rest = this.#rest.subarray(size)
      size = frameSize(this.#rest)
    }
  }
}

/** The bytes of the first frame, head and all; undefined while its head is not all there. */
function frameSize(bytes) {
  if (bytes.length < 2) return undefined
  const short = bytes[1] & 0x7f
  const mask = bytes[1] & 0x80 ? 4 : 0
  if (short < 126) return 2 + mask + short
  if (short === 126) return bytes.length < 4 ? undefined : 4 + mask + bytes.readUInt16BE(2)
  return bytes.length < 10 ? undefined : 10 + mask + Number(bytes.readBigUInt64BE(2))
}
