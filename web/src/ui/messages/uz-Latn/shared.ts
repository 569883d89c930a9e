import type { Messages } from ".."

export const shared: Messages["shared"] = {
  interfaceLanguage: "Interfeys tili",
  added: "qoʻshildi:",
  removed: "chiqarildi:",
  showWhole: "Matnni toʻliq koʻrsatish",
  showChanges: "Faqat oʻzgarishlarni koʻrsatish",
}
