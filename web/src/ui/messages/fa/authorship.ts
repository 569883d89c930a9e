import type { Messages } from ".."
import { isolated } from "../../locale"
import { locale } from "./locale"

const { number } = locale

export const authorship: Messages["authorship"] = {
  show: "نمایش نویسندگان متن",
  hide: "پنهان کردن نویسندگان متن",
  legend: "نویسندگان متن",
  explain: "واژه‌هایی که زیرشان خط نیست با پیش‌نویس واردشده آمده‌اند.",
  nobody: "هنوز کسی در اینجا چیزی ننوشته است: این واژه‌ها با پیش‌نویس واردشده آمده‌اند.",
  letters: (n) => `${number(n)} حرف`,
  imported: "همراه پیش‌نویس وارد شده",
  notYet: "هم‌اکنون نوشته شد: هنوز ثبت نشده است",
  wrote: (who, when) => `${isolated(who)}، ${when}`,
  written: "نویسندگان",
  noPlace: "نخست مکان‌نما را در بندی بگذارید",
  shortcut: "چه کسی واژه‌های کنار مکان‌نما را نوشته است",
  shortcutView: "رنگ‌آمیزی متن بر پایهٔ نویسنده",
}
