import type { Messages } from ".."

export const shared: Messages["shared"] = {
  interfaceLanguage: "Interfeýsiň dili",
  added: "goşuldy:",
  removed: "aýryldy:",
  showWhole: "Teksti doly görkezmek",
  showChanges: "Diňe üýtgetmeleri görkezmek",
}
