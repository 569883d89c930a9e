// Which dialog is open: at most one.

import type { ParagraphId, Proposal } from "../api/types"
import type { LinkRequest } from "../editor"

export type FreezeTarget = { readonly kind: "paragraph"; readonly id: ParagraphId } | { readonly kind: "draft" }

export type OpenDialog =
  | { readonly kind: "freeze" | "reopen"; readonly target: FreezeTarget }
  | { readonly kind: "reject"; readonly proposal: Proposal }
  | { readonly kind: "link"; readonly request: LinkRequest }
  | { readonly kind: "export" }
  | { readonly kind: "invitations" }
  | { readonly kind: "shortcuts" }

class Dialogs {
  current = $state.raw<OpenDialog | null>(null)

  open(dialog: OpenDialog): void {
    this.current = dialog
  }

  close(): void {
    this.current = null
  }
}

export const dialogs = new Dialogs()
