import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const authorship: Messages["authorship"] = {
  show: "Kim nima yozganini koʻrsatish",
  hide: "Kim nima yozganini yashirish",
  legend: "Kim nima yozgan",
  explain: "Tagi chizilmagan soʻzlar kiritilgan loyihada bor edi.",
  nobody: "Bu yerda hali hech kim hech narsa yozmagan: bu soʻzlar kiritilgan loyihada bor edi.",
  letters: (n) => `${number(n)} ta belgi`,
  imported: "Loyiha bilan birga kiritilgan",
  notYet: "Hozirgina yozildi: hali qayd etilmagan",
  wrote: (who, when) => `${who}, ${when}`,
  written: "Mualliflar",
  noPlace: "Avval kursorni bandga qoʻying",
  shortcut: "Kursor yonidagi soʻzlarni kim yozgan",
  shortcutView: "Matnni mualliflar boʻyicha boʻyash",
}
