import type { Messages } from ".."
import { isolated } from "../../locale"
import { locale } from "./locale"

const { plural, number } = locale

export const ledger: Messages["ledger"] = {
  title: "السجل",
  lead: "كل ما اتُّخذ بشأن المشروع من إجراءات بالترتيب الذي تمت به. ويرتبط كل قيد بما قبله بقيمة تجزئة، فلا يمكن تغيير شيء أو إضافته أو حذفه لاحقاً دون أن يُكتشف.",
  export: "تصدير بصيغة JSON Lines",
  print: "طباعة",
  entries: (shown, all) =>
    shown === all
      ? plural(all, {
          zero: "لا قيود",
          one: "قيد واحد",
          two: "قيدان",
          few: "# قيود",
          many: "# قيداً",
          other: "# قيد",
        })
      : `القيود المعروضة: ${number(shown)} من ${number(all)}`,
  filter: "اقتصار العرض على",
  paragraph: "الفقرة",
  person: "المشارك",
  kind: "الإجراء",
  anyParagraph: "كل الفقرات",
  anyPerson: "كل المشاركين",
  anyKind: "كل الإجراءات",
  clear: "عرض الكل",
  none: "لا قيد بهذه الصفة.",
  head: "آخر السلسلة",
  headExplain:
    "يؤدي ملف JSON Lines إليه مروراً بما تذكره الشهادة: \u2066maslahat verify ledger.jsonl certificate.json\u2069",
  hash: (chain) => `قيمة تجزئة السلسلة حتى هذا القيد: ${isolated(chain)}`,
  reason: "السبب",
  more: (n) => `${number(n)} أخرى`,
  wholeDraft: "المشروع كاملاً",
  inLanguage: (where, language) => `${where} (${language})`,
  someone: "أحد المشاركين",
  kinds: {
    import: "استيراد",
    join: "انضمام",
    freeze: "تثبيت",
    reopen: "إعادة فتح",
    "set-status": "الحالة",
    "late-proposal": "اقتراح متأخر",
    "accept-proposal": "قبول",
    "reject-proposal": "رفض",
    "withdraw-proposal": "سحب",
    "set-role": "الدور",
    revoke: "إلغاء الوصول",
  },
  did: {
    import: (symbol) => `– استيراد المشروع ${isolated(symbol)}`,
    join: (role, seat) =>
      seat === null ? `– انضمام، الدور: ${role}` : `– انضمام، الدور: ${role}، عن ${isolated(seat)}`,
    freeze: (where) => `– تثبيت: ${where}`,
    reopen: (where) => `– إعادة فتح: ${where}`,
    status: (where, status) => `– تحديد الحالة «${status}»: ${where}`,
    late: (where) => `– كلام ورد بعد التثبيت وحُفظ اقتراحاً متأخراً: ${where}`,
    accept: (whose, where) => `– قبول الاقتراح المقدَّم من ${isolated(whose)}: ${where}`,
    reject: (whose, where) => `– رفض الاقتراح المقدَّم من ${isolated(whose)}: ${where}`,
    withdraw: (where) => `– سحب اقتراحه: ${where}`,
    setRole: (whose, role) => `– تغيير دور ${isolated(whose)} إلى: ${role}`,
    revoke: (whose) => `– إلغاء وصول ${isolated(whose)}`,
    other: (type) => `– إجراء «${isolated(type)}»`,
  },
}
