// Where the page meets sync and editor. Both are loaded after the first paint, and only here.

import { Reader, UnreadableAnswer } from "../api/read"
import { readRegister } from "../api/register"
import type { DocumentUrl, Paragraph, ParagraphId, Register, RichText, Text } from "../api/types"
import type { MountText, TextOptions, TextView } from "../editor"
import type { Register as RegisterDocument, Span } from "../sync"
import { announcer } from "../ui/announcer.svelte"
import { say } from "../ui/messages"
import { notices } from "../ui/notices.svelte"
import { dialogs } from "./dialogs.svelte"
import { freezesBetween } from "./freezes"
import { formatting } from "./formatting.svelte"
import { paragraphLabel } from "./labels"
import type { DraftStore, ShownText } from "./store.svelte"

/** More than these are counted, not named. */
const NAMED_MAX = 3

let mountText: MountText | null = null
const fields = new Map<ParagraphId, TextView>()

/** The live text of a paragraph, if it is on the page. */
export const liveText = (id: ParagraphId): TextView | null => fields.get(id) ?? null

/** Starts the live draft behind a page that already shows its text. Returns how to stop. */
export function startSync(store: DraftStore): () => void {
  const ends: (() => void)[] = []
  let isOver = false
  const stop = (): void => {
    isOver = true
    store.sync = null
    for (const end of ends.splice(0)) end()
  }
  const start = async (): Promise<void> => {
    const [sync, editor] = await Promise.all([import("../sync"), import("../editor")])
    const draft = await sync.openDraft({
      draftId: store.register.id,
      person: store.me.id,
      registerUrl: store.registerUrl,
      lang: store.lang,
    })
    ends.push(() => void draft.close())
    if (isOver) {
      stop()
      return
    }
    mountText = editor.mountText
    ends.push(
      draft.register.subscribe((register) => {
        if (register !== null) takeRegister(store, register)
      }),
      draft.saveState.subscribe((state) => {
        store.saveState = state
      }),
      draft.presence.here.subscribe((visitors) => {
        store.visitors = visitors
      }),
    )
    store.sync = draft
  }
  start().catch(() => {
    // The text stays readable as it is; the bar says that nothing is saved.
    store.syncFailed = true
  })
  return stop
}

function takeRegister(store: DraftStore, register: RegisterDocument): void {
  try {
    const before = store.register
    store.register = readRegister(new Reader(register))
    tellFreezes(store, before)
  } catch (error) {
    if (!(error instanceof UnreadableAnswer)) throw error
    // Written by a newer server than this page: what is shown stays true for when it was read.
    store.syncFailed = true
  }
}

/** Told to a screen reader; and shown, if it is the paragraph one is in. */
function tellFreezes(store: DraftStore, before: Register): void {
  const { frozen, reopened } = freezesBetween(before, store.register, store.lang)
  const label = (paragraph: Paragraph): string => paragraphLabel(store.register, paragraph)
  if (frozen.length > 0) {
    announcer.say(
      frozen.length > NAMED_MAX
        ? say.freeze.manyDone(frozen.length)
        : frozen.map((one) => say.freeze.done(label(one))).join(". "),
    )
  }
  if (reopened.length > 0) {
    announcer.say(
      reopened.length > NAMED_MAX
        ? say.freeze.manyReopened(reopened.length)
        : reopened.map((one) => say.freeze.reopened(label(one))).join(". "),
    )
  }
  const here = frozen.find(({ id }) => id === store.current)
  if (here !== undefined && document.activeElement?.closest(".row")?.id === here.id) {
    notices.show(say.freeze.underHand(label(here)))
  }
}

const asRichText = (spans: readonly Span[]): RichText => spans as RichText

/** Keeps `store.wording` of a document in step with its live text; of a frozen one, at the heads of the freeze. */
export function followWording(store: DraftStore, url: DocumentUrl, frozen: Text["frozen"]): () => void {
  if (store.sync === null) return () => undefined
  store.sync.expect(store.lang)
  const replica = store.sync.text(url)
  return replica.wording.subscribe((spans) => {
    const wording = frozen === null ? spans : replica.wordingAt(frozen.heads)
    if (wording !== null) store.wording.set(url, asRichText(wording))
  })
}

export interface LiveText {
  readonly paragraph: Paragraph
  readonly shown: ShownText
  readonly label: string
}

function optionsFor(store: DraftStore, { paragraph, shown, label }: LiveText): Omit<TextOptions, "sync"> {
  const { frozen, url } = shown.text
  return {
    paragraph: paragraph.id,
    lang: shown.lang,
    url,
    frozen: frozen === null ? undefined : { heads: frozen.heads },
    initialSpans: store.wordingOf(shown.text),
    editable: store.mayEdit,
    label,
    opening: paragraph.opening,
    noteSign: (footnote) => store.paragraph(footnote as ParagraphId)?.number ?? "*",
  }
}

function maySettleBrackets(store: DraftStore, id: ParagraphId): boolean {
  const paragraph = store.paragraph(id)
  return paragraph !== null && store.mayEdit && !store.isFrozen(paragraph) && store.mayHaveBrackets(paragraph)
}

/** Puts the live text into an element. Null before sync has started. */
export function mountLive(element: HTMLElement, store: DraftStore, text: LiveText): TextView | null {
  if (mountText === null || store.sync === null) return null
  const { id } = text.paragraph
  const view = mountText(element, {
    ...optionsFor(store, text),
    sync: store.sync,
    onFocus: () => {
      store.enter(id)
    },
    onMarks: (marks) => {
      formatting.take(view, marks)
    },
    onCaret: (caret) => {
      formatting.takeCaret(view, maySettleBrackets(store, id) ? caret : null)
    },
    onLinkRequest: (request) => {
      dialogs.open({ kind: "link", request })
    },
  })
  fields.set(id, view)
  return view
}

export function updateLive(view: TextView, store: DraftStore, text: LiveText): void {
  view.update(optionsFor(store, text))
}

export function unmountLive(view: TextView, id: ParagraphId): void {
  formatting.take(view, null)
  formatting.takeCaret(view, null)
  if (fields.get(id) === view) fields.delete(id)
  view.destroy()
}
