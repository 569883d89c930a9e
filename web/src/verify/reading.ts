// Files that somebody dropped or chose, read into memory on this device.

import { sayVerifying } from "../ui/messages"
import type { Given } from "./bytes"
import { BYTES_MAX } from "./package"

/** What was read, and in words what could not be. */
export interface Reading {
  readonly given: readonly Given[]
  readonly problems: readonly string[]
}

export async function read(files: Iterable<File>): Promise<Reading> {
  const given: Given[] = []
  const problems: string[] = []
  for (const file of files) {
    if (file.size > BYTES_MAX) {
      problems.push(sayVerifying.verify.tooLarge(file.name))
      continue
    }
    try {
      given.push({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })
    } catch {
      problems.push(sayVerifying.verify.unreadable(file.name))
    }
  }
  return { given, problems }
}
