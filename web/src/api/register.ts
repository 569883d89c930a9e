// The register, from its document (paragraphs by id, plus `order`) or from the API (paragraphs in order).

import type { Reader } from "./read"
import {
  KINDS,
  ROLES,
  STATUSES,
  type BracketNote,
  type Delegation,
  type DocumentUrl,
  type Freeze,
  type Lang,
  type Paragraph,
  type ParagraphId,
  type Person,
  type PersonId,
  type Proposal,
  type ProposalId,
  type Register,
  type Section,
  type Text,
} from "./types"

/** The document's form is told from the API's by `order`. */
export function readRegister(draft: Reader): Register {
  return {
    id: draft.field("id").id(),
    symbol: draft.field("symbol").string(),
    title: draft.field("title").string(),
    stage: draft.field("stage").optional((at) => at.string()) ?? "",
    reading: draft.field("reading").optional((at) => at.string()) ?? "",
    originalLanguage:
      draft.field("originalLanguage").optional((at) => at.id<Lang>()) ??
      draft.field("languages").list((at) => at.id<Lang>())[0] ??
      ("en" as Lang),
    languages: draft.field("languages").list((at) => at.id<Lang>()),
    addressees: draft.field("addressees").strings(),
    organisers: draft.field("organisers").strings(),
    delegations: new Map(draft.field("delegations").entries((at, code) => [code, readDelegation(at)] as const)),
    people: new Map(
      draft.field("people").entries((at, id) => [id as PersonId, readPerson(at, id as PersonId)] as const),
    ),
    sections: draft.field("sections").list(readSection),
    paragraphs: readParagraphs(draft),
    proposals: readProposals(draft.field("proposals")),
    frozen: draft.field("frozen").optional(readFreeze),
  }
}

function readParagraphs(draft: Reader): readonly Paragraph[] {
  const paragraphs = draft.field("paragraphs")
  if (paragraphs.isList) return paragraphs.list((at) => readParagraph(at, at.field("id").id()))
  return draft.field("order").list((at) => {
    const id = at.id<ParagraphId>()
    return readParagraph(paragraphs.field(id), id)
  })
}

function readProposals(proposals: Reader): readonly Proposal[] {
  return proposals.isList
    ? proposals.list((at) => readProposal(at, at.field("id").id()))
    : proposals.entries((at, id) => readProposal(at, id as ProposalId))
}

function readDelegation(at: Reader): Delegation {
  return {
    name: at.field("name").string(),
    names: Object.fromEntries(at.field("names").entries((name, lang) => [lang, name.string()])),
  }
}

export function readPerson(at: Reader, id: PersonId): Person {
  return {
    id,
    name: at.field("name").string(),
    role: at.field("role").optional((role) => role.oneOf(ROLES)) ?? "expert",
    seat: at.field("seat").optional((seat) => seat.string()),
  }
}

function readSection(at: Reader): Section {
  return {
    numeral: at.field("numeral").string(),
    heading: at.field("heading").id(),
    facilitators: at.field("facilitators").strings(),
  }
}

/** The register names a person by id, the API with name and seat. */
function readBy(at: Reader): PersonId {
  const id = typeof at.value === "object" && at.value !== null ? at.field("id") : at
  return (id.isMissing ? at : id).id<PersonId>()
}

function readFreeze(at: Reader): Freeze {
  return { by: readBy(at.field("by")), at: at.field("at").id() }
}

function readText(at: Reader): Text {
  return {
    url: at.field("url").id<DocumentUrl>(),
    frozen: at.field("frozen").optional((frozen) => {
      // The API has the heads of every text beside it, the register those of a frozen one within.
      const home = frozen.field("heads").isMissing ? at : frozen
      return { ...readFreeze(frozen), heads: home.field("heads").strings(), sha256: home.field("sha256").string() }
    }),
    earlier: at.field("earlier").list((url) => url.id<DocumentUrl>()),
  }
}

function readBracketNote(at: Reader): BracketNote {
  return {
    id: at.field("id").string(),
    alternatives: at.field("alternatives").list((alternative) => ({
      text: alternative.field("text").string(),
      proposedBy: alternative.field("proposedBy").strings(),
    })),
    note: at.field("note").optional((note) => note.string()),
  }
}

function readParagraph(at: Reader, id: ParagraphId): Paragraph {
  const texts = new Map(at.field("texts").entries((text, lang) => [lang as Lang, readText(text)] as const))
  const status = at.field("status").oneOf(STATUSES)
  const extras = at.field("extras")
  const extra = (name: string): Reader => (extras.isMissing ? extras : extras.field(name))
  return {
    id,
    kind: at.field("kind").oneOf(KINDS),
    number: at.field("number").optional((number) => number.string()),
    section: at.field("section").optional((section) => section.string()),
    parent: at.field("parent").optional((parent) => parent.id<ParagraphId>()),
    status: [...texts.values()].every((text) => text.frozen !== null) && texts.size > 0 ? "frozen" : status,
    opening: at.field("opening").optional((opening) => opening.string()),
    proposedBy: at.field("proposedBy").strings(),
    alternativeOf: at.field("alternativeOf").optional((of) => of.id<ParagraphId>()),
    brackets: at.field("brackets").list(readBracketNote),
    reservations: extra("reservations").list((reservation) => ({
      by: reservation.field("by").string(),
      text: reservation.field("text").string(),
    })),
    silence: extra("silence").optional((silence) => ({
      closes: silence.field("closes").id(),
      brokenBy: silence.field("broken_by").strings(),
    })),
    texts,
  }
}

function readProposal(at: Reader, id: ProposalId): Proposal {
  return {
    id,
    paragraph: at.field("paragraph").id(),
    lang: at.field("lang").id(),
    kind: at.field("kind").oneOf(["late", "amendment"]),
    by: readBy(at.field("by")),
    at: at.field("at").id(),
    url: at.field("url").id(),
    base: at.field("base").optional((base) => base.id<DocumentUrl>()),
    state: at.field("state").oneOf(["open", "accepted", "rejected", "withdrawn"]),
    settled: at.field("settled").optional((settled) => ({
      by: readBy(settled.field("by")),
      at: settled.field("at").id(),
      reason: settled.field("reason").optional((reason) => reason.string()),
    })),
  }
}
