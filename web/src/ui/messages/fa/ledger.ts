import type { Messages } from ".."
import { isolated } from "../../locale"
import { locale } from "./locale"

const { number } = locale

export const ledger: Messages["ledger"] = {
  title: "دفتر ثبت",
  lead: "همهٔ اقدامات دربارهٔ پیش‌نویس به ترتیبی که انجام شده‌اند. هر مدخل با یک مقدار درهم‌ساز به مدخل پیش از خود پیوسته است، پس هیچ چیز را نمی‌توان بعدها بی‌آنکه دیده شود تغییر داد، افزود یا برداشت.",
  export: "خروجی JSON Lines",
  print: "چاپ",
  entries: (shown, all) =>
    shown === all ? `${number(all)} مدخل` : `${number(shown)} مدخل از ${number(all)} نمایش داده شده است`,
  filter: "فقط نمایش",
  paragraph: "بند",
  person: "شرکت‌کننده",
  kind: "اقدام",
  anyParagraph: "همهٔ بندها",
  anyPerson: "همهٔ شرکت‌کنندگان",
  anyKind: "همهٔ اقدامات",
  clear: "نمایش همه",
  none: "چنین مدخلی نیست.",
  head: "سر زنجیره",
  headExplain:
    "فایل JSON Lines از راه آنچه گواهی نام می‌برد به آن می‌رسد: \u2066maslahat verify ledger.jsonl certificate.json\u2069",
  hash: (chain) => `درهم‌ساز زنجیره تا این مدخل: ${isolated(chain)}`,
  reason: "دلیل",
  more: (n) => `${number(n)} مورد دیگر`,
  wholeDraft: "کل پیش‌نویس",
  inLanguage: (where, language) => `${where} (${language})`,
  someone: "یکی از شرکت‌کنندگان",
  kinds: {
    import: "وارد کردن",
    join: "پیوستن",
    freeze: "تثبیت",
    reopen: "بازگشایی",
    "set-status": "وضعیت",
    "late-proposal": "پیشنهاد دیرهنگام",
    "accept-proposal": "پذیرش",
    "reject-proposal": "رد",
    "withdraw-proposal": "پس گرفتن",
    "set-role": "نقش",
    revoke: "لغو دسترسی",
  },
  did: {
    import: (symbol) => `– وارد کردن پیش‌نویس ${isolated(symbol)}`,
    join: (role, seat) => (seat === null ? `– پیوستن، نقش: ${role}` : `– پیوستن، نقش: ${role}، از ${isolated(seat)}`),
    freeze: (where) => `– تثبیت: ${where}`,
    reopen: (where) => `– بازگشایی: ${where}`,
    status: (where, status) => `– تعیین وضعیت «${status}»: ${where}`,
    late: (where) => `– آنچه پس از تثبیت رسید به عنوان پیشنهاد دیرهنگام نگه داشته شد: ${where}`,
    accept: (whose, where) => `– پذیرش پیشنهاد ${isolated(whose)}: ${where}`,
    reject: (whose, where) => `– رد پیشنهاد ${isolated(whose)}: ${where}`,
    withdraw: (where) => `– پس گرفتن پیشنهاد خود: ${where}`,
    setRole: (whose, role) => `– تغییر نقش ${isolated(whose)} به: ${role}`,
    revoke: (whose) => `– لغو دسترسی ${isolated(whose)}`,
    other: (type) => `– اقدام «${isolated(type)}»`,
  },
}
