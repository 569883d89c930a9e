// From the editor to Automerge: the steps of a transaction as splices and marks.

import * as Automerge from "@automerge/automerge/slim"
import type { Node, Slice } from "prosemirror-model"
import { AddMarkStep, RemoveMarkStep, ReplaceStep, type Step } from "prosemirror-transform"

import { BODY, type TextDocument } from "../sync"
import { cleanLetters, safeHref } from "./clean"
import { expansion, markValue, schema } from "./schema"

interface Run {
  readonly letters: string
  readonly marks: ReadonlyMap<string, true | string>
}

/** Writes steps into a document under change. `before` are the editor's documents, one before each step. */
export function applySteps(document: TextDocument, steps: readonly Step[], before: readonly Node[]): void {
  for (const [index, step] of steps.entries()) {
    const size = (before[index]?.content.size ?? 0) - 2
    if (step instanceof ReplaceStep) replace(document, clamp(step.from, size), clamp(step.to, size), step.slice)
    else if (step instanceof AddMarkStep) addMark(document, step)
    else if (step instanceof RemoveMarkStep) removeMark(document, step)
    else throw new Error(`The editor made a step of a kind that no text knows: ${step.constructor.name}`)
  }
}

/** A position as an index of letters. */
function clamp(position: number, size: number): number {
  return Math.min(Math.max(position - 1, 0), size)
}

function replace(document: TextDocument, from: number, to: number, slice: Slice): void {
  if (to > from) Automerge.splice(document, BODY, from, to - from)
  let at = from
  for (const { letters, marks } of runsOf(slice)) {
    Automerge.splice(document, BODY, at, 0, letters)
    setMarks(document, { start: at, end: at + letters.length }, marks)
    at += letters.length
  }
}

function runsOf(slice: Slice): Run[] {
  const runs: Run[] = []
  slice.content.descendants((node) => {
    const letters = node.isText ? cleanLetters(node.text ?? "") : node.type === schema.nodes.line_break ? "\n" : ""
    if (letters === "") return
    const marks = new Map(node.marks.flatMap((mark) => (isSafe(mark) ? [[mark.type.name, markValue(mark)]] : [])))
    runs.push({ letters, marks })
  })
  return runs
}

function isSafe(mark: Parameters<typeof markValue>[0]): boolean {
  return mark.type !== schema.marks.link || safeHref(mark.attrs.href as string) !== null
}

/** Makes fresh letters carry exactly these marks, whatever they took over from their neighbours. */
function setMarks(document: TextDocument, range: { start: number; end: number }, wanted: Run["marks"]): void {
  const taken = marksAt(document, range.start)
  for (const [name, value] of wanted) {
    if (taken[name] !== value) Automerge.mark(document, BODY, { ...range, expand: expansion(name) }, name, value)
  }
  for (const [name, value] of Object.entries(taken)) {
    if (value !== null && !wanted.has(name)) Automerge.unmark(document, BODY, { ...range, expand: "none" }, name)
  }
}

/** Automerge's own `marksAt` counts characters where everything else counts UTF-16 units. */
function marksAt(document: TextDocument, at: number): Automerge.MarkSet {
  let end = 0
  for (const span of Automerge.spans(document, BODY)) {
    end += span.type === "text" ? span.value.length : 1
    if (at < end) return span.type === "text" ? (span.marks ?? {}) : {}
  }
  return {}
}

function addMark(document: TextDocument, { mark, from, to }: AddMarkStep): void {
  if (!isSafe(mark) || to <= from) return
  const { name } = mark.type
  Automerge.mark(document, BODY, { start: from - 1, end: to - 1, expand: expansion(name) }, name, markValue(mark))
}

function removeMark(document: TextDocument, { mark, from, to }: RemoveMarkStep): void {
  if (to <= from) return
  const { name } = mark.type
  Automerge.unmark(document, BODY, { start: from - 1, end: to - 1, expand: expansion(name) }, name)
}
