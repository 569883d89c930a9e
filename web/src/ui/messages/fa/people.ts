import type { Messages } from ".."
import { isolated } from "../../locale"
import { locale } from "./locale"

const { number } = locale

export const people: Messages["people"] = {
  title: "شرکت‌کنندگان",
  lead: "چه کسانی، با چه دستگاه‌هایی در این پیش‌نویس شرکت دارند و چه کسانی دعوت شده‌اند. تغییر نقش‌ها و دسترسی‌ها در دفتر ثبت نوشته می‌شود.",
  joined: "پیوستگان",
  name: "نام",
  seat: "کرسی",
  role: "نقش",
  noSeat: "بدون کرسی",
  noneJoined: "هنوز کسی نپیوسته است.",
  roleOf: (name) => `نقش ${isolated(name)}`,
  you: "شما",
  revoked: "دسترسی لغو شده",
  lastUsed: (when) => `آخرین حضور: ${when}`,
  neverUsed: "بدون نشست",
  revoke: "لغو…",
  revokeOf: (name) => `لغو دسترسی ${isolated(name)}`,
  revokeTitle: (name) => `دسترسی ${isolated(name)} لغو شود؟`,
  revokeExplain:
    "اتصال‌های این شرکت‌کننده بی‌درنگ بسته می‌شود و نشست‌هایش برای همیشه پایان می‌یابد. آنچه پیش‌تر به سرور رسیده است به نام او می‌ماند و آنچه هنوز در راه است به عنوان پیشنهاد دیرهنگام نگه داشته می‌شود. برای بازگرداندن او دوباره دعوتش کنید.",
  revokeConfirm: "لغو دسترسی",
  roleSet: (name, role) => `نقش تازهٔ ${isolated(name)}: ${role}`,
  revokeDone: (name) => `دسترسی ${isolated(name)} لغو شد`,
  lateExplain:
    "کسی که حق نوشتن را از دست می‌دهد نوشته‌هایش را از دست نمی‌دهد: آنچه پس از آن بفرستد پیشنهاد دیرهنگام می‌شود.",

  sessions: "نشست‌ها",
  sessionsExplain:
    "برای هر دستگاهی که کسی با آن پیوسته است یک نشست. پایان دادن به نشست، آن دستگاه را بی‌درنگ خارج می‌کند.",
  unknownDevice: "دستگاه ناشناس",
  connected: "هم‌اکنون متصل",
  end: "پایان",
  endOf: (name, device) => `پایان نشست ${isolated(name)} روی ${isolated(device)}`,
  ended: (name) => `نشست ${isolated(name)} پایان یافت`,
  noSessions: "کسی وارد نشده است.",

  invitations: "دعوت‌نامه‌ها",
  withdraw: "پس گرفتن",
  withdrawOf: (name) => `پس گرفتن دعوت‌نامهٔ ${isolated(name)}`,
  withdrawn: (name) => `دعوت‌نامهٔ ${isolated(name)} پس گرفته شد`,
  single: "برای یک نفر، یک بار",

  table: "دعوت از روی جدول",
  tableExplain:
    "فایل CSV با کدگذاری UTF-8 و ستون‌های \u2066name\u2069 و \u2066role\u2069 و اگر بخواهید \u2066seat\u2069. نخست بررسی می‌شود و تا تأیید شما کسی دعوت نمی‌شود.",
  file: "فایل CSV",
  looking: "جدول بررسی می‌شود…",
  fine: (n) => `${number(n)} نفر را می‌توان دعوت کرد.`,
  refused: (n) => `${number(n)} سطر پذیرفتنی نیست. فایل را درست کنید و دوباره برگزینید.`,
  remarks: (n) => `${number(n)} سطر درخور توجه است:`,
  line: (n) => `سطر ${number(n)}`,
  inviteAll: (n) => `دعوت از ${number(n)} نفر`,
  invited: (n) => `${number(n)} نفر دعوت شدند. پیوندها فقط همین بار نشان داده می‌شوند: آن‌ها را ذخیره کنید.`,
  saveLinks: "ذخیرهٔ پیوندها",
  tooLarge: "فایل از ۴ مگابایت بزرگ‌تر است.",
  unreadable: "فایل خوانده نمی‌شود.",
}
