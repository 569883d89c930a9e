// Sync: the draft's documents, kept in step with the server and in this browser. It knows no framework; only
// `browser.ts` knows that it runs in a browser.

import { browser } from "./browser"
import { openDraftIn } from "./draft-sync"
import type { OpenDraft } from "./types"

export type * from "./types"
export { BODY, readWording, type Span } from "./wording"
export type { Register, Role, TextFrozen } from "./register"
export { Cell, type Readable } from "./readable"

/** Opens a draft, from this browser's copy and from the server, whichever is there first. */
export const openDraft: OpenDraft = (options) => openDraftIn(browser, options)
