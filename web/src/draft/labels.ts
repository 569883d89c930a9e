// What a paragraph is called, wherever it is named: in the outline, in dialogs, to a screen reader.

import type { Paragraph, Register } from "../api/types"
import { say } from "../ui/messages"

export function paragraphLabel(register: Register, paragraph: Paragraph): string {
  const { kind, number } = paragraph
  const words = say.paragraph
  switch (kind) {
    case "recommendation":
      return words.numbered(number ?? "")
    case "preambular": {
      const preamble = register.paragraphs.filter((other) => other.kind === "preambular")
      return words.preambular(preamble.indexOf(paragraph) + 1)
    }
    case "subparagraph": {
      const parent = register.paragraphs.find(({ id }) => id === paragraph.parent)
      return words.part(parent?.number ?? "", number ?? "")
    }
    case "footnote":
      return words.note(number ?? "")
    case "heading":
      return paragraph.section === null ? say.kinds.heading : words.heading(paragraph.section)
    case "title":
    case "subtitle":
    case "chapeau":
      return say.kinds[kind]
  }
}

/** In running words: "paragraph 4", "the title". */
export const paragraphName = (register: Register, paragraph: Paragraph): string =>
  say.paragraph.running(paragraphLabel(register, paragraph), paragraph.kind)
