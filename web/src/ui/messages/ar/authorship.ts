import type { Messages } from ".."
import { isolated } from "../../locale"
import { locale } from "./locale"

const { plural } = locale

export const authorship: Messages["authorship"] = {
  show: "إظهار كاتبي النص",
  hide: "إخفاء كاتبي النص",
  legend: "كاتبو النص",
  explain: "الكلمات التي لا خط تحتها وردت في المشروع المستورد.",
  nobody: "لم يكتب أحد شيئاً هنا بعد: وردت هذه الكلمات في المشروع المستورد.",
  letters: (n) =>
    plural(n, {
      zero: "لا أحرف",
      one: "حرف واحد",
      two: "حرفان",
      few: "# أحرف",
      many: "# حرفاً",
      other: "# حرف",
    }),
  imported: "ورد مع المشروع المستورد",
  notYet: "كُتب للتو: لم يُسجَّل بعد",
  wrote: (who, when) => `${isolated(who)}، ${when}`,
  written: "الكاتبون",
  noPlace: "ضع المؤشر في فقرة أولاً",
  shortcut: "من كتب الكلمات عند المؤشر",
  shortcutView: "تلوين النص بحسب الكاتب",
}
