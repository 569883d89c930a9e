// What a certificate states. Read strictly: no field more, none less, and only in its canonical form, so that there is
// one file for one statement.

import { textOf } from "./bytes"
import { canonicalJson, type Json } from "./canonical"

/** The layout this page knows. */
export const FORMAT = "maslahat-certificate/1"

export interface StatedText {
  readonly paragraph: string
  readonly lang: string
  readonly url: string
  readonly heads: readonly string[]
  /** Over the UTF-8 letters. */
  readonly sha256: string
}

export interface StatedFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

export interface Statement {
  readonly draft: string
  readonly symbol: string
  readonly title: string
  /** When the whole draft was frozen, by the server's clock. */
  readonly at: string
  readonly frozenBy: { readonly id: string; readonly name: string }
  readonly ledgerHead: string
  readonly texts: readonly StatedText[]
  readonly files: readonly StatedFile[]
}

/** Why something cannot be read as what it should be. */
export type Unread =
  | { readonly kind: "unreadable" }
  | { readonly kind: "otherFormat"; readonly format: string }
  | { readonly kind: "notCanonical" }

export class UnreadError extends Error {
  constructor(readonly unread: Unread) {
    super(unread.kind)
  }
}

const unreadable = (): never => {
  throw new UnreadError({ kind: "unreadable" })
}

/** Reads canonical JSON into a shape, or throws an `UnreadError`. */
export function canonical<T>(bytes: Uint8Array, shape: (value: Json) => T): T {
  const text = textOf(bytes) ?? unreadable()
  const value = parsed(text)
  const read = shape(value)
  if (writtenAgain(value) !== text) throw new UnreadError({ kind: "notCanonical" })
  return read
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch {
    return unreadable()
  }
}

function writtenAgain(value: Json): string {
  try {
    return canonicalJson(value)
  } catch {
    return unreadable()
  }
}

/** An object with just these fields. */
export function fields<Name extends string>(value: Json, ...names: readonly Name[]): Readonly<Record<Name, Json>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return unreadable()
  const isWhole = Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name))
  return isWhole ? (value as Readonly<Record<Name, Json>>) : unreadable()
}

export const string = (value: Json): string => (typeof value === "string" ? value : unreadable())

function list<T>(value: Json, item: (value: Json) => T): readonly T[] {
  return Array.isArray(value) ? value.map((each) => item(each as Json)) : unreadable()
}

function count(value: Json): number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : unreadable()
}

export function statement(value: Json): Statement {
  if (typeof value === "object" && value !== null && "format" in value && value.format !== FORMAT) {
    throw new UnreadError({ kind: "otherFormat", format: string(value.format) })
  }
  const names = ["format", "draft", "symbol", "title", "at", "frozenBy", "ledgerHead", "texts", "files"] as const
  const of = fields(value, ...names)
  const frozenBy = fields(of.frozenBy, "id", "name")
  return {
    draft: string(of.draft),
    symbol: string(of.symbol),
    title: string(of.title),
    at: string(of.at),
    frozenBy: { id: string(frozenBy.id), name: string(frozenBy.name) },
    ledgerHead: string(of.ledgerHead),
    texts: list(of.texts, text),
    files: list(of.files, file),
  }
}

function text(value: Json): StatedText {
  const of = fields(value, "paragraph", "lang", "url", "heads", "sha256")
  const heads = list(of.heads, string)
  return {
    paragraph: string(of.paragraph),
    lang: string(of.lang),
    url: string(of.url),
    heads,
    sha256: string(of.sha256),
  }
}

function file(value: Json): StatedFile {
  const of = fields(value, "name", "bytes", "sha256")
  return { name: string(of.name), bytes: count(of.bytes), sha256: string(of.sha256) }
}
