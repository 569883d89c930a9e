import type { Messages } from ".."
import { isolated } from "../../locale"
import { locale } from "./locale"

const { plural, number } = locale

export const people: Messages["people"] = {
  title: "المشاركون",
  lead: "من يشارك في هذا المشروع، وعلى أي أجهزة، ومن وُجّهت إليه الدعوة. وتُقيَّد تغييرات الأدوار والوصول في السجل.",
  joined: "المنضمون",
  name: "الاسم",
  seat: "المقعد",
  role: "الدور",
  noSeat: "بلا مقعد",
  noneJoined: "لم ينضم أحد بعد.",
  roleOf: (name) => `دور ${isolated(name)}`,
  you: "أنت",
  revoked: "أُلغي الوصول",
  lastUsed: (when) => `آخر حضور: ${when}`,
  neverUsed: "لا جلسة",
  revoke: "إلغاء…",
  revokeOf: (name) => `إلغاء وصول ${isolated(name)}`,
  revokeTitle: (name) => `إلغاء وصول ${isolated(name)}؟`,
  revokeExplain:
    "تُغلق اتصالات هذا المشارك في الحال وتنتهي جلساته نهائياً. ويبقى ما وصل منه إلى الخادم باسمه، ويُحفظ ما هو في الطريق اقتراحاً متأخراً. ولإعادته وجِّه إليه دعوة جديدة.",
  revokeConfirm: "إلغاء الوصول",
  roleSet: (name, role) => `الدور الجديد لـ${isolated(name)}: ${role}`,
  revokeDone: (name) => `أُلغي وصول ${isolated(name)}`,
  lateExplain: "من يفقد حق الكتابة لا يفقد كلماته: ما يرسله بعد ذلك يصبح اقتراحاً متأخراً.",

  sessions: "الجلسات",
  sessionsExplain: "جلسة لكل جهاز انضم منه أحد المشاركين. وإنهاء الجلسة يُخرج ذلك الجهاز في الحال.",
  unknownDevice: "جهاز غير معروف",
  connected: "متصل الآن",
  end: "إنهاء",
  endOf: (name, device) => `إنهاء جلسة ${isolated(name)} على ${isolated(device)}`,
  ended: (name) => `أُنهيت جلسة ${isolated(name)}`,
  noSessions: "لا جلسات مفتوحة.",

  invitations: "الدعوات",
  withdraw: "سحب",
  withdrawOf: (name) => `سحب دعوة ${isolated(name)}`,
  withdrawn: (name) => `سُحبت دعوة ${isolated(name)}`,
  single: "لشخص واحد ولمرة واحدة",

  table: "الدعوة من جدول",
  tableExplain:
    "ملف CSV بترميز UTF-8 فيه الأعمدة \u2066name\u2069 و\u2066role\u2069، و\u2066seat\u2069 إن شئت. يُفحص أولاً، ولا يُدعى أحد قبل موافقتك.",
  file: "ملف CSV",
  looking: "يجري فحص الجدول…",
  fine: (n) =>
    plural(n, {
      zero: "لا أحد يمكن دعوته.",
      one: "يمكن دعوة شخص واحد.",
      two: "يمكن دعوة شخصين.",
      few: "يمكن دعوة # أشخاص.",
      many: "يمكن دعوة # شخصاً.",
      other: "يمكن دعوة # شخص.",
    }),
  refused: (n) =>
    plural(n, {
      zero: "لا أسطر مرفوضة.",
      one: "سطر واحد لا يمكن قبوله. صحّح الملف واختره من جديد.",
      two: "سطران لا يمكن قبولهما. صحّح الملف واختره من جديد.",
      few: "# أسطر لا يمكن قبولها. صحّح الملف واختره من جديد.",
      many: "# سطراً لا يمكن قبولها. صحّح الملف واختره من جديد.",
      other: "# سطر لا يمكن قبولها. صحّح الملف واختره من جديد.",
    }),
  remarks: (n) =>
    plural(n, {
      zero: "لا ملاحظات:",
      one: "سطر واحد يستحق النظر:",
      two: "سطران يستحقان النظر:",
      few: "# أسطر تستحق النظر:",
      many: "# سطراً تستحق النظر:",
      other: "# سطر تستحق النظر:",
    }),
  line: (n) => `السطر ${number(n)}`,
  inviteAll: (n) =>
    plural(n, {
      zero: "لا أحد لدعوته",
      one: "دعوة شخص واحد",
      two: "دعوة شخصين",
      few: "دعوة # أشخاص",
      many: "دعوة # شخصاً",
      other: "دعوة # شخص",
    }),
  invited: (n) =>
    plural(n, {
      zero: "لم يُدعَ أحد.",
      one: "دُعي شخص واحد. لا تظهر الروابط إلا هذه المرة: احفظها.",
      two: "دُعي شخصان. لا تظهر الروابط إلا هذه المرة: احفظها.",
      few: "دُعي # أشخاص. لا تظهر الروابط إلا هذه المرة: احفظها.",
      many: "دُعي # شخصاً. لا تظهر الروابط إلا هذه المرة: احفظها.",
      other: "دُعي # شخص. لا تظهر الروابط إلا هذه المرة: احفظها.",
    }),
  saveLinks: "حفظ الروابط",
  tooLarge: "الملف أكبر من 4 ميغابايت.",
  unreadable: "تتعذر قراءة الملف.",
}
