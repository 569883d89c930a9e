// What the page and the page that verifies both say.

export const shared = {
  interfaceLanguage: "Language of the interface",
  added: "added:",
  removed: "removed:",
  showWhole: "Show the whole text",
  showChanges: "Show the changes only",
}
