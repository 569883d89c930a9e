// From Automerge to the editor: patches as one transaction, or the whole difference when patches do not say enough.

import type { Patch } from "@automerge/automerge/slim"
import type { Node } from "prosemirror-model"
import type { Transaction } from "prosemirror-state"

import { inlineOf, markOf, marksOf, schema } from "./schema"

/** Writes patches into `tr`. False if one of them cannot be told in the editor's terms: then `tr` is spoilt. */
export function applyPatches(tr: Transaction, patches: readonly Patch[]): boolean {
  return patches.every((patch) => applyPatch(tr, patch))
}

function applyPatch(tr: Transaction, patch: Patch): boolean {
  if (patch.path[0] !== "body") return true // no other key is shown
  const at = patch.path[1]
  if (patch.action === "mark") return patch.path.length === 1 && patch.marks.every((mark) => applyMark(tr, mark))
  if (typeof at !== "number" || patch.path.length !== 2) return false
  if (patch.action === "splice") {
    tr.insert(at + 1, inlineOf(patch.value, marksOf(patch.marks ?? {})))
    return true
  }
  if (patch.action === "del") {
    tr.delete(at + 1, at + 1 + (patch.length ?? 1))
    return true
  }
  return false
}

interface MarkRange {
  readonly name: string
  readonly value: unknown
  readonly start: number
  readonly end: number
}

function applyMark(tr: Transaction, { name, value, start, end }: MarkRange): boolean {
  const type = schema.marks[name]
  if (type === undefined) return true
  const mark = markOf(name, value)
  if (mark === null) tr.removeMark(start + 1, end + 1, type)
  else tr.addMark(start + 1, end + 1, mark)
  return true
}

/** Replaces what differs between `tr.doc` and `next`, and nothing else. */
export function applyDifference(tr: Transaction, next: Node): void {
  const start = tr.doc.content.findDiffStart(next.content)
  const ends = tr.doc.content.findDiffEnd(next.content)
  if (start === null || ends === null) return
  // The same letters may be counted from both ends.
  const overlap = Math.max(0, start - Math.min(ends.a, ends.b))
  tr.replace(start, ends.a + overlap, next.slice(start, ends.b + overlap))
}
