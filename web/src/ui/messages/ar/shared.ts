import type { Messages } from ".."

export const shared: Messages["shared"] = {
  interfaceLanguage: "لغة الواجهة",
  added: "مضاف:",
  removed: "محذوف:",
  showWhole: "عرض النص كاملاً",
  showChanges: "عرض التغييرات فقط",
}
