// A draft on screen: what the API and the register say, and what the views need to know of it. Views read it and
// never write to it, except for where the reader is (`lang`, `current`).

import { createContext } from "svelte"
import { SvelteMap } from "svelte/reactivity"

import type {
  Comment,
  DocumentUrl,
  DraftView,
  Lang,
  Paragraph,
  ParagraphId,
  Person,
  Proposal,
  Register,
  RichText,
  Role,
  Text,
} from "../api/types"
import type { DraftSync, SaveState, Visitor } from "../sync"
import { countBrackets } from "./brackets"
import { lettersOf } from "./pieces"
import { structureOf } from "./structure"

/** A text as a reader of `lang` sees it: in that language, or the original where there is none. */
export interface ShownText {
  readonly lang: Lang
  readonly text: Text
  readonly isOriginal: boolean
}

export class DraftStore {
  readonly me: Person
  readonly registerUrl: DocumentUrl
  readonly comments: readonly Comment[]
  readonly wording: SvelteMap<DocumentUrl, RichText>
  /** What the server could not read from its disk when it was last asked. */
  damaged = $state.raw() as ReadonlySet<DocumentUrl>

  register = $state.raw() as Register
  lang = $state.raw() as Lang
  /** The paragraph the reader has gone to. */
  current = $state.raw<ParagraphId | null>(null)
  /** The paragraph being read, as the outline shows it: the one gone to while it is on screen. */
  inView = $state.raw<ParagraphId | null>(null)
  sync = $state.raw<DraftSync | null>(null)
  /** Null until sync has begun. */
  saveState = $state.raw<SaveState | null>(null)
  visitors = $state.raw<readonly Visitor[]>([])
  /** Why there is no live text, when it cannot be loaded. */
  syncFailed = $state.raw(false)

  readonly structure = $derived(structureOf(this.register))
  // Made anew with each register, never changed.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #byId = $derived(new Map(this.register.paragraphs.map((paragraph) => [paragraph.id, paragraph])))

  constructor(view: DraftView, me: Person, lang: Lang | null) {
    this.me = me
    this.registerUrl = view.registerUrl
    this.comments = view.comments
    this.wording = new SvelteMap(view.wording)
    this.damaged = view.damaged
    this.register = view.register
    this.lang = view.register.originalLanguage
    if (lang !== null) this.choose(lang)
  }

  /** Reads on in this language; a language the draft does not have changes nothing. */
  choose(lang: Lang): void {
    if (this.register.languages.includes(lang)) this.lang = lang
  }

  enter(id: ParagraphId): void {
    this.current = id
    this.see(id)
  }

  /** A part stands for its paragraph. */
  see(id: ParagraphId): void {
    this.inView = this.paragraph(id)?.parent ?? id
  }

  /** A newer answer of the API, for as long as there is no live register. */
  take(view: DraftView): void {
    this.register = view.register
    this.damaged = view.damaged
    for (const [url, wording] of view.wording) this.wording.set(url, wording)
  }

  /** Of this person in this draft. */
  get role(): Role {
    return this.register.people.get(this.me.id)?.role ?? this.me.role
  }

  get mayEdit(): boolean {
    return this.role !== "observer"
  }

  get mayModerate(): boolean {
    return this.role === "moderator" || this.role === "secretariat"
  }

  paragraph(id: ParagraphId): Paragraph | null {
    return this.#byId.get(id) ?? null
  }

  shown(paragraph: Paragraph): ShownText | null {
    const { originalLanguage } = this.register
    const own = paragraph.texts.get(this.lang)
    if (own !== undefined) return { lang: this.lang, text: own, isOriginal: false }
    const original = paragraph.texts.get(originalLanguage)
    if (original !== undefined) return { lang: originalLanguage, text: original, isOriginal: true }
    const [other] = paragraph.texts
    return other === undefined ? null : { lang: other[0], text: other[1], isOriginal: true }
  }

  /** A reopened text shows the wording it continues until its own is here. */
  wordingOf(text: Text): RichText {
    const urls = [text.url, ...text.earlier.toReversed()]
    return urls.map((url) => this.wording.get(url)).find((wording) => wording !== undefined) ?? []
  }

  lettersOf(paragraph: Paragraph): string {
    const shown = this.shown(paragraph)
    return shown === null ? "" : lettersOf(this.wordingOf(shown.text))
  }

  isFrozen(paragraph: Paragraph): boolean {
    return (this.shown(paragraph)?.text.frozen ?? null) !== null
  }

  /** A `[` in a footnote is no bracket. */
  mayHaveBrackets({ kind, status }: Paragraph): boolean {
    return kind !== "footnote" && status !== "withdrawn"
  }

  bracketsIn(paragraph: Paragraph): number {
    return this.mayHaveBrackets(paragraph) ? countBrackets(this.lettersOf(paragraph)) : 0
  }

  proposalsOn(paragraph: Paragraph): readonly Proposal[] {
    const shown = this.shown(paragraph)
    return this.register.proposals.filter(
      (proposal) => proposal.paragraph === paragraph.id && proposal.lang === shown?.lang,
    )
  }

  /** Open proposals to the same paragraph that the reader does not see beside it. */
  openElsewhere(paragraph: Paragraph): readonly Proposal[] {
    const shown = this.shown(paragraph)
    return this.register.proposals.filter(
      (proposal) => proposal.paragraph === paragraph.id && proposal.state === "open" && proposal.lang !== shown?.lang,
    )
  }

  readonly brackets = $derived(this.register.paragraphs.reduce((sum, paragraph) => sum + this.bracketsIn(paragraph), 0))

  /** Footnotes go with their paragraphs, so they are not counted by themselves. */
  readonly progress = $derived.by(() => {
    const counted = this.register.paragraphs.filter(({ kind, status }) => kind !== "footnote" && status !== "withdrawn")
    return { frozen: counted.filter((paragraph) => this.isFrozen(paragraph)).length, all: counted.length }
  })
}

export const [draftStore, provideDraftStore] = createContext<DraftStore>()
