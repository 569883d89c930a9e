import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const authorship: Messages["authorship"] = {
  show: "Ким эмне жазганын көрсөтүү",
  hide: "Ким эмне жазганын жашыруу",
  legend: "Ким эмне жазган",
  explain: "Асты сызылбаган сөздөр киргизилген долбоордо болгон.",
  nobody: "Бул жерде азырынча эч ким эч нерсе жазган жок: бул сөздөр киргизилген долбоордо болгон.",
  letters: (n) => `${number(n)} белги`,
  imported: "Долбоор менен кошо киргизилген",
  notYet: "Жаңы эле терилди: азырынча катталган жок",
  wrote: (who, when) => `${who}, ${when}`,
  written: "Авторлору",
  noPlace: "Адегенде курсорду пунктка коюңуз",
  shortcut: "Курсордогу сөздөрдү ким жазган",
  shortcutView: "Текстти авторлору боюнча боёо",
}
