import type { Messages } from ".."

export const shared: Messages["shared"] = {
  interfaceLanguage: "زبان رابط کاربری",
  added: "افزوده:",
  removed: "حذف‌شده:",
  showWhole: "نمایش متن کامل",
  showChanges: "نمایش فقط تغییرات",
}
