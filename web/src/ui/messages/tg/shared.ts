import type { Messages } from ".."

export const shared: Messages["shared"] = {
  interfaceLanguage: "Забони интерфейс",
  added: "илова шуд:",
  removed: "хориҷ шуд:",
  showWhole: "Нишон додани тамоми матн",
  showChanges: "Танҳо тағйиротро нишон додан",
}
