// `GET /api/v1/drafts/{id}`: the register and the wording at one moment.

import { Reader } from "./read"
import { readRegister } from "./register"
import type { Comment, DocumentUrl, DraftView, RichText, Span } from "./types"

export function readDraftView(answer: unknown): DraftView {
  const draft = new Reader(answer)
  const wording = new Map<DocumentUrl, RichText>()
  const damaged = new Set<DocumentUrl>()
  const read = (at: Reader): void => {
    if (at.field("damaged").value === true) damaged.add(at.field("url").id())
    else readWording(at, wording)
  }
  for (const paragraph of draft.field("paragraphs").list((at) => at)) {
    for (const text of paragraph.field("texts").entries((at) => at)) read(text)
  }
  for (const proposal of draft.field("proposals").list((at) => at)) read(proposal)
  return {
    registerUrl: draft.field("register").id(),
    register: readRegister(draft),
    wording,
    damaged,
    comments: draft.field("comments").list(readComment),
  }
}

function readWording(at: Reader, into: Map<DocumentUrl, RichText>): void {
  const spans = at.field("spans")
  const richText = spans.isMissing
    ? [{ text: at.field("text").optional((text) => text.string()) ?? "" }]
    : spans.list(readSpan)
  into.set(at.field("url").id(), richText)
}

function readSpan(at: Reader): Span {
  const link = at.field("link").optional((href) => href.string())
  const footnote = at.field("footnote").optional((id) => id.id<NonNullable<Span["footnote"]>>())
  return {
    text: at.field("text").string(),
    ...(at.field("strong").value === true && { strong: true }),
    ...(at.field("em").value === true && { em: true }),
    ...(link !== null && { link }),
    ...(footnote !== null && { footnote }),
  }
}

function readComment(at: Reader): Comment {
  return {
    id: at.field("id").string(),
    on: at.field("on").id(),
    by: at.field("by").string(),
    text: at.field("text").string(),
    resolved: at.field("resolved").value === true,
    replies: at.field("replies").list((reply) => ({
      by: reply.field("by").string(),
      text: reply.field("text").string(),
    })),
  }
}
