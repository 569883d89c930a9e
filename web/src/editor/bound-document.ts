// What the editor needs of an Automerge document, so that its tests need no repo.

import { decodeHeads, encodeHeads, type DocHandle } from "@automerge/automerge-repo/slim"
import type { Doc, Heads } from "@automerge/automerge/slim"

import type { TextDocument } from "../sync"

export type Edit = (document: TextDocument) => void

export interface BoundDocument {
  current(): Doc<TextDocument>
  change(edit: Edit): void
  /** Makes the change as if the document were at `heads`. Returns the heads with the change, or null if it was empty. */
  changeAt(heads: Heads, edit: Edit): Heads | null
  /** Calls `run` after every change, the ones made here included. */
  follow(run: () => void): () => void
}

export function boundTo(handle: DocHandle<TextDocument>): BoundDocument {
  return {
    current: () => handle.doc(),
    change(edit) {
      handle.change(edit)
    },
    changeAt(heads, edit) {
      const result = handle.changeAt(encodeHeads(heads), edit)
      return result === undefined ? null : decodeHeads(result)
    },
    follow(run) {
      handle.on("heads-changed", run)
      return () => {
        handle.off("heads-changed", run)
      }
    },
  }
}
