// Who wrote what.

import { locale } from "./locale"

const { plural } = locale

export const authorship = {
  show: "Show who wrote what",
  hide: "Hide who wrote what",
  legend: "Who wrote what",
  explain: "Words without a line came with the imported draft.",
  nobody: "Nobody has written anything here yet: these words came with the imported draft.",
  letters: (n: number) => plural(n, { one: "# letter", other: "# letters" }),
  imported: "Imported with the draft",
  notYet: "Just typed: not on record yet",
  wrote: (who: string, when: string) => `${who}, ${when}`,
  written: "Written by",
  noPlace: "Put the caret into a paragraph first",
  shortcut: "Who wrote the words at the caret",
  shortcutView: "Colour the text by author",
}
