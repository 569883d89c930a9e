// Where the page meets sync and editor. Both are loaded after the first paint, and only here.

import { Reader, UnreadableAnswer } from "../api/read"
import { readRegister } from "../api/register"
import type { DocumentUrl, Paragraph, RichText } from "../api/types"
import type { MountText, TextOptions } from "../editor"
import type { Register as RegisterDocument, Span } from "../sync"
import { dialogs } from "./dialogs.svelte"
import { formatting } from "./formatting.svelte"
import { lookPlugins } from "./look"
import { goTo } from "./reading"
import type { DraftStore, ShownText } from "./store.svelte"

let mountText: MountText | null = null

/** Starts the live draft behind a page that already shows its text. Returns how to stop. */
export function startSync(store: DraftStore): () => void {
  const ends: (() => void)[] = []
  let isOver = false
  const start = async (): Promise<void> => {
    const [sync, editor] = await Promise.all([import("../sync"), import("../editor")])
    const draft = await sync.openDraft({
      draftId: store.register.id,
      person: store.me.id,
      registerUrl: store.registerUrl,
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
  const stop = (): void => {
    isOver = true
    store.sync = null
    for (const end of ends.splice(0)) end()
  }
  start().catch(() => {
    // The text stays readable as it is; the bar says that nothing is saved.
    store.syncFailed = true
  })
  return stop
}

function takeRegister(store: DraftStore, register: RegisterDocument): void {
  try {
    store.register = readRegister(new Reader(register))
  } catch (error) {
    if (!(error instanceof UnreadableAnswer)) throw error
    // Written by a newer server than this page: what is shown stays true for when it was read.
    store.syncFailed = true
  }
}

const asRichText = (spans: readonly Span[]): RichText => spans as unknown as RichText

/** Keeps `store.wording` of a document in step with its live text. */
export function followWording(store: DraftStore, url: DocumentUrl): () => void {
  if (store.sync === null) return () => undefined
  return store.sync.text(url).wording.subscribe((spans) => {
    if (spans !== null) store.wording.set(url, asRichText(spans))
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
    editable: store.mayEdit && frozen === null,
    label,
    onFocus: () => {
      store.current = paragraph.id
    },
    onLinkRequest: (request) => {
      dialogs.open({ kind: "link", request })
    },
    onFootnote: (footnote) => {
      goTo(store, footnote as Paragraph["id"])
    },
    extraPlugins: [...lookPlugins(paragraph.opening), formatting.plugin],
  }
}

/** Puts the live text into an element; runs again whenever the text it names is another. */
export function mountLive(element: HTMLElement, store: DraftStore, text: LiveText): () => void {
  if (mountText === null || store.sync === null) return () => undefined
  const view = mountText(element, { ...optionsFor(store, text), sync: store.sync })
  const unfollow = followWording(store, text.shown.text.url)
  return () => {
    unfollow()
    view.destroy()
  }
}
