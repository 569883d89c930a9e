// One text and one editor state, kept equal. Local transactions become Automerge changes; everything else is caught up
// with by the difference between the heads that the state shows and the heads of the document.

import * as Automerge from "@automerge/automerge/slim"
import { EditorState, TextSelection, type Plugin, type Transaction } from "prosemirror-state"

import { readWording, type TextDocument } from "../sync"
import type { BoundDocument } from "./bound-document"
import { applySteps } from "./local-edits"
import { applyDifference, applyPatches } from "./remote-edits"
import { documentOf } from "./schema"

/** Set on transactions that came from the document. */
const FROM_DOCUMENT = "maslahat:from-document"
/** A longer text would be refused by the server, with the connection. */
const TEXT_UNITS_MAX = 900_000

export interface BindingOptions {
  readonly document: BoundDocument
  readonly plugins: readonly Plugin[]
  /** Called with every new state. */
  readonly onState: (state: EditorState, transaction: Transaction) => void
  /** While true, the editor's document must not change under the person: an input method is composing. */
  readonly isBusy: () => boolean
}

export class TextBinding {
  readonly #options: BindingOptions
  readonly #end: () => void
  #state: EditorState
  /** What the state shows. */
  #heads: Automerge.Heads
  #isWriting = false
  /** One's own edits have been written, and the document may have made something else of them: it has the last word. */
  #isUnchecked = false

  constructor(options: BindingOptions) {
    this.#options = options
    const document = options.document.current()
    this.#heads = Automerge.getHeads(document)
    this.#state = EditorState.create({ doc: documentOf(readWording(document)), plugins: [...options.plugins] })
    this.#end = options.document.follow(() => {
      this.catchUp()
    })
  }

  get state(): EditorState {
    return this.#state
  }

  /** Whether the state shows all that the document holds. */
  get isCurrent(): boolean {
    return sameHeads(this.#heads, Automerge.getHeads(this.#options.document.current()))
  }

  /** Takes a transaction of the person at this editor. */
  dispatch(transaction: Transaction): void {
    if (transaction.docChanged && transaction.doc.content.size > TEXT_UNITS_MAX) return
    const { state, transactions } = this.#state.applyTransaction(transaction)
    const local = transactions.filter((each) => each.docChanged && each.getMeta(FROM_DOCUMENT) === undefined)
    if (local.length > 0) this.#write(local)
    this.#state = state
    this.#options.onState(state, transaction)
    if (local.length > 0) this.catchUp()
  }

  /** Takes what others did into the state, and what the document made of one's own edits. Call it when no longer busy. */
  catchUp(): void {
    if (this.#isWriting || this.#options.isBusy()) return
    const document = this.#options.document.current()
    const heads = Automerge.getHeads(document)
    const isBehind = !sameHeads(heads, this.#heads)
    if (!isBehind && !this.#isUnchecked) return
    const patches = isBehind ? Automerge.diff(document, this.#heads, heads) : []
    this.#heads = heads
    this.#isUnchecked = false
    const next = documentOf(readWording(document))
    let tr = this.#state.tr
    if (!applied(tr, patches) || !tr.doc.eq(next)) {
      tr = this.#state.tr
      applyDifference(tr, next)
    }
    if (tr.docChanged) this.#take(tr)
  }

  destroy(): void {
    this.#end()
  }

  #write(transactions: readonly Transaction[]): void {
    const edit = (document: TextDocument): void => {
      for (const { steps, docs } of transactions) applySteps(document, steps, docs)
    }
    this.#isWriting = true
    this.#isUnchecked = true
    try {
      if (this.isCurrent) {
        this.#options.document.change(edit)
        this.#heads = Automerge.getHeads(this.#options.document.current())
      } else {
        // Others' changes wait until the person has composed: this edit belongs to what the person sees.
        this.#heads = this.#options.document.changeAt(this.#heads, edit) ?? this.#heads
      }
    } finally {
      this.#isWriting = false
    }
  }

  #take(tr: Transaction): void {
    const { selection, storedMarks } = this.#state
    tr.setMeta("addToHistory", false).setMeta(FROM_DOCUMENT, true)
    if (tr.docChanged && selection instanceof TextSelection && selection.empty) {
      // The caret stays with the letter before it, so that two people who type at one spot do not interleave.
      tr.setSelection(TextSelection.create(tr.doc, Math.max(1, tr.mapping.map(selection.from, -1))))
    }
    tr.setStoredMarks(storedMarks)
    this.#state = this.#state.apply(tr)
    this.#options.onState(this.#state, tr)
  }
}

/** False if the patches do not fit the editor's document; then `tr` is spoilt. */
function applied(tr: Transaction, patches: readonly Automerge.Patch[]): boolean {
  try {
    return applyPatches(tr, patches)
  } catch {
    return false
  }
}

function sameHeads(one: Automerge.Heads, other: Automerge.Heads): boolean {
  return one.length === other.length && one.every((head) => other.includes(head))
}
