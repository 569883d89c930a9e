// What the page says, all but what stands in files of its own.

import type { ExportFormat, Kind, Role, Status } from "../../../api/types"
import { locale } from "./locale"

const { plural, list } = locale

const roles: Record<Role, string> = {
  observer: "Observer",
  expert: "Expert",
  moderator: "Moderator",
  secretariat: "Secretariat",
}

const statuses: Record<Status, string> = {
  draft: "Draft",
  bracketed: "Bracketed",
  agreed_ad_ref: "Agreed ad ref.",
  agreed: "Agreed",
  under_silence: "Under silence",
  frozen: "Frozen",
  late_proposal: "Late proposal",
  withdrawn: "Withdrawn",
}

const statusMeanings: Record<Status, string> = {
  draft: "Tabled, not yet read",
  bracketed: "Contains wording that is not agreed",
  agreed_ad_ref: "Agreed in the room, subject to confirmation by principals",
  agreed: "Agreed without brackets",
  under_silence: "Agreed at the deadline unless someone objects",
  frozen: "Closed by the moderators",
  late_proposal: "Received after the freeze; kept, not part of the text",
  withdrawn: "Withdrawn by its proposers; kept in history",
}

const kinds: Record<Kind, string> = {
  title: "Title",
  subtitle: "Subtitle",
  preambular: "Preambular paragraph",
  chapeau: "Chapeau",
  heading: "Heading",
  recommendation: "Recommendation",
  subparagraph: "Subparagraph",
  footnote: "Footnote",
}

const stages = {
  zero_draft: "Zero draft",
  compilation_text: "Compilation text",
  rolling_text: "Rolling text",
  clean_text: "Clean text",
}

const readings = { first: "first reading", second: "second reading" }

const formats: Record<ExportFormat, string> = {
  pdf: "PDF, for print and archive",
  docx: "Word (DOCX)",
  html: "Web page (HTML)",
  md: "Markdown",
  akn: "Akoma Ntoso (XML)",
  json: "JSON",
  bundle: "Bundle, everything in one file",
  certificate: "Freeze certificate",
}

export const page = {
  close: "Close",
  cancel: "Cancel",
  back: "Back to your drafts",
  backTo: (symbol: string) => `Back to ${symbol}`,
  tryAgain: "Try again",
  skip: "Skip to the text",
  loading: "Opening…",
  someone: "Someone",
  roles,
  statuses,
  statusMeanings,
  kinds,
  stages,
  readings,
  formats,

  join: {
    title: "You are invited",
    explain:
      "This link takes you into the negotiation of a draft, under your own name. It is yours alone: do not pass it on.",
    button: "Join",
    joining: "Joining…",
    paste: "Your invitation link",
    open: "Open",
  },

  drafts: {
    title: "Your drafts",
    none: "You take part in no draft yet. Open the invitation link that the secretariat sent you.",
    signedInAs: (name: string) => `Signed in as ${name}`,
  },

  header: {
    outline: "Outline",
    language: "Language of the text",
    more: "More",
    signOut: "Sign out",
    shortcuts: "Keyboard shortcuts",
    invitations: "Invitations…",
    people: "People…",
    ledger: "Ledger",
    freezeDraft: "Freeze the whole draft…",
    reopenDraft: "Reopen the whole draft…",
    you: "you",
    present: (n: number) => plural(n, { one: "# person here", other: "# people here" }),
  },

  masthead: {
    original: (language: string) => `Original: ${language}`,
    asOf: (date: string) => `As of ${date}`,
    frozenOn: (date: string) => `Frozen on ${date}`,
    addressees: "Addressed to",
    organisers: "Organised by",
  },

  outline: {
    title: "Outline",
    preamble: "Preamble",
    frozen: (done: number, all: number) => `${done} of ${all} frozen`,
    brackets: (n: number) => plural(n, { one: "# open bracket", other: "# open brackets" }),
    noBrackets: "No open brackets",
    nextBracket: "Next bracket",
    late: (n: number) => plural(n, { one: "# late proposal", other: "# late proposals" }),
    facilitators: (seats: readonly string[]) => `Facilitators: ${list(seats)}`,
  },

  paragraph: {
    about: "About this paragraph",
    preambular: (n: number) => `Preambular paragraph ${n}`,
    numbered: (number: string) => `Paragraph ${number}`,
    part: (parent: string, label: string) => `Subparagraph ${parent} ${label}`,
    note: (sign: string) => `Footnote ${sign}`,
    heading: (section: string) => `Heading ${section}`,
    /** In running words: "paragraph 4", "the title". */
    running: (label: string, kind: Kind) => {
      const name = label.charAt(0).toLowerCase() + label.slice(1)
      return ["title", "subtitle", "chapeau"].includes(kind) ? `the ${name}` : name
    },
    brackets: (n: number) => plural(n, { one: "# bracket", other: "# brackets" }),
    proposedBy: (seats: readonly string[]) => `Proposed by ${list(seats)}`,
    alternativeTo: (number: string) => `Alternative to ${number}`,
    comments: (n: number) => plural(n, { one: "# comment", other: "# comments" }),
    resolved: "resolved",
    reservation: "Reservation",
    silenceUntil: (when: string) => `Silence until ${when}`,
    silenceBroken: (seats: readonly string[]) => `Silence broken by ${list(seats)}`,
    originalShown: (original: string, wanted: string) => `${original} original; no ${wanted} text yet`,
    status: (name: string) => `Status: ${name}. Change it`,
    footnotes: "Notes",
    backToText: (sign: string) => `Back to note sign ${sign} in the text`,
    empty: "No wording yet",
    damaged: "The server cannot read this text from its disk. Tell the secretariat: it can be restored from a backup.",
  },

  freeze: {
    whole: (who: string, when: string) => `The whole draft is frozen. ${who}, ${when}`,
    hash: (sha: string) => `SHA-256 ${sha}`,
    button: "Freeze",
    reopenButton: "Reopen",
    title: (what: string) => `Freeze ${what}?`,
    reopenTitle: (what: string) => `Reopen ${what}?`,
    wholeDraft: "the whole draft",
    explain:
      "The wording becomes final for everyone, at once. What anyone types from then on, or typed offline before, is kept beside the text as a late proposal with their name.",
    explainReopen:
      "The frozen wording and its hash stay on record. The text continues from it and everyone who may edit can change it again.",
    withParts: (n: number) =>
      `Its ${plural(n, { one: "# part", other: "# parts" })} (subparagraphs and footnotes) go with it.`,
    brackets: (n: number) =>
      `Not yet agreed: ${plural(n, { one: "# bracket is", other: "# brackets are" })} still open in it.`,
    languages: "In which language",
    allLanguages: (languages: readonly string[]) =>
      languages.length === 1 ? (languages[0] ?? "") : `All: ${list(languages)}`,
    oneLanguage: (language: string) => `${language} only`,
    confirm: (what: string) => `Freeze ${what}`,
    reopenConfirm: (what: string) => `Reopen ${what}`,
    working: "One moment…",
    done: (what: string) => `${what} is frozen`,
    manyDone: (n: number) => `${n} paragraphs are frozen`,
    manyReopened: (n: number) => `${n} paragraphs are open again`,
    underHand: (what: string) =>
      `${what} has just been frozen. What the server had not received by then is kept beside it as your late proposal.`,
    reopened: (what: string) => `${what} is open again`,
  },

  late: {
    title: (n: number) => plural(n, { one: "# late proposal", other: "# late proposals" }),
    explain: "Came after the freeze, or after its author’s right to write had ended. Not part of the text.",
    states: { open: "Open", accepted: "Accepted", rejected: "Rejected", withdrawn: "Withdrawn" },
    amendment: "Amendment",
    withdraw: "Withdraw",
    accept: "Accept",
    reject: "Reject…",
    acceptNeedsOpen: "To accept it, reopen the text first: a frozen text never changes.",
    rejectTitle: "Reject this proposal?",
    rejectExplain: "It stays on record as rejected. The reason is entered in the ledger.",
    reason: "Reason (optional)",
    settledBy: (state: string, who: string) => `${state} by ${who}`,
    rejectConfirm: "Reject",
    inOther: (n: number, language: string) =>
      `${plural(n, { one: "# late proposal", other: "# late proposals" })} in ${language}`,
    settled: (n: number) => plural(n, { one: "# settled proposal", other: "# settled proposals" }),
    same: "Same wording as the text now",
  },

  save: {
    saved: "Saved",
    connecting: "Connecting…",
    saving: (n: number) => `Saving ${n}…`,
    offline: "Offline",
    offlineWith: (n: number, since: string) =>
      n === 0
        ? `Offline since ${since}: you can go on writing`
        : `Offline: ${plural(n, { one: "# change", other: "# changes" })} kept on this device since ${since}`,
    hindered: (why: string, n: number) =>
      `Not saved: ${why}. ${plural(n, { one: "# change", other: "# changes" })} kept on this device`,
    /** Why the server saves nothing, by the code of its problem. */
    obstacles: {
      disk_full: "the server’s disk is full",
      store_unavailable: "the server’s database does not answer",
      silent: "the server does not answer",
    },
    stopped: (reason: string) => `Not saving: ${reason}`,
    /** Why saving stopped, by the code of the server's close frame. */
    reasons: {
      signed_out: "you are signed out; open your invitation link again",
      revoked: "the secretariat has ended your access to this draft",
      malformed: "the server could not read what this page sent; load the page again",
      version: "the server is newer than this page; load the page again",
      impersonation: "this page answered for another person; sign in again",
      refused: "the server refused a change; load the page again",
      too_much: "too much was sent at once; click to connect again",
      not_loaded: "the editor could not be loaded; load the page again",
    },
    retry: "Click to connect now.",
    reading: "Reading along",
    announceOffline: "You are offline. Changes are kept on this device.",
    announceOnline: "Connected again. Everything is saved.",
    announceHindered: "The server cannot save at the moment. Changes are kept on this device; you can go on writing.",
    announceSaved: "Everything is saved again.",
  },

  settle: {
    title: (words: string) => `The bracket [${words}]`,
    keep: "Keep without brackets",
    choose: "Choose this one",
    drop: "Drop",
    kept: "The bracket is settled: these words stay.",
    dropped: "The bracket is settled: these words are gone.",
    keepKey: "Keep the words of this bracket",
    dropKey: "Drop the words of this bracket",
  },

  format: {
    title: "Formatting",
    strong: "Bold",
    em: "Italic",
    link: "Link",
    linkTitle: "Link",
    linkAddress: "Address",
    linkHint: "https://…, http://… or mailto:…",
    linkInvalid: "Give a full address that begins with https://, http:// or mailto:",
    linkSet: "Set link",
    linkRemove: "Remove link",
    linkNeedsWords: "Select the words first",
  },

  exports: {
    button: "Export",
    title: "Export the draft",
    language: "Language",
    format: "Format",
    make: "Make the file",
    making: (format: string) => `Making ${format}…`,
    done: (name: string) => `${name} is ready`,
    certificateNeedsFreeze: "available once something is frozen",
    verify: "Verify a bundle or certificate",
  },

  invitations: {
    title: "Invitations",
    explain: "Each link is for one person and one use. It is shown once, here: copy it and send it.",
    name: "Name",
    role: "Role",
    seat: "Seat",
    noSeat: "No seat",
    invite: "Invite",
    link: "Link",
    copy: "Copy",
    copied: "Copied",
    none: "Nobody is invited yet.",
    states: { open: "not yet used", used: "joined", expired: "expired", reusable: "may be used again" },
    until: (when: string) => `valid until ${when}`,
  },

  shortcuts: {
    title: "Keyboard shortcuts",
    nextBracket: "Next bracket",
    previousBracket: "Previous bracket",
    freeze: "Freeze or reopen this paragraph",
    nextParagraph: "Next paragraph",
    previousParagraph: "Previous paragraph",
    bold: "Bold",
    italic: "Italic",
    link: "Link",
    undo: "Undo your own change",
    redo: "Redo",
    help: "This list",
  },
}
