// Automerge values as plain JSON. Strings that the server writes arrive as objects of a class of Automerge's own.

import { isImmutableString } from "@automerge/automerge/slim"

export function plain(value: unknown): unknown {
  if (isImmutableString(value)) return value.val
  if (Array.isArray(value)) return value.map(plain)
  if (value instanceof Date || value instanceof Uint8Array) return value
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
  }
  return value
}
