import type { Messages } from ".."

export const shared: Messages["shared"] = {
  interfaceLanguage: "Интерфейстин тили",
  added: "кошулду:",
  removed: "алынды:",
  showWhole: "Текстти толук көрсөтүү",
  showChanges: "Өзгөртүүлөрдү гана көрсөтүү",
}
