import type { Messages } from ".."

export const shared: Messages["shared"] = {
  interfaceLanguage: "Язык интерфейса",
  added: "добавлено:",
  removed: "исключено:",
  showWhole: "Показать весь текст",
  showChanges: "Показать только изменения",
}
