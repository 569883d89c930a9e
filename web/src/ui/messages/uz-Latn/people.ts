import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const people: Messages["people"] = {
  title: "Ishtirokchilar",
  lead: "Bu loyihada kim, qaysi qurilmalardan ishtirok etmoqda va kim taklif etilgan. Rol va kirish huquqidagi oʻzgarishlar qaydnomaga kiritiladi.",
  joined: "Qoʻshilganlar",
  name: "Ism",
  seat: "Oʻrin",
  role: "Rol",
  noSeat: "Oʻrinsiz",
  noneJoined: "Hali hech kim qoʻshilmagan.",
  roleOf: (name) => `Roli: ${name}`,
  you: "siz",
  revoked: "Kirish bekor qilingan",
  lastUsed: (when) => `oxirgi marta: ${when}`,
  neverUsed: "seans yoʻq",
  revoke: "Bekor qilish…",
  revokeOf: (name) => `Kirishni bekor qilish: ${name}`,
  revokeTitle: (name) => `${name}: kirish bekor qilinsinmi?`,
  revokeExplain:
    "Bu ishtirokchining ulanishlari darhol yopiladi, seanslari butunlay tugaydi. Serverga yetib kelgani uning nomida qoladi, hali yoʻldagisi kechikkan taklif sifatida saqlanadi. Uni qaytarish uchun yangidan taklif eting.",
  revokeConfirm: "Kirishni bekor qilish",
  roleSet: (name, role) => `${name}: yangi rol — ${role}`,
  revokeDone: (name) => `Kirish bekor qilindi: ${name}`,
  lateExplain:
    "Yozish huquqini yoʻqotgan kishi soʻzlarini yoʻqotmaydi: keyin yuborganlari kechikkan taklifga aylanadi.",

  sessions: "Seanslar",
  sessionsExplain:
    "Ishtirokchi qoʻshilgan har bir qurilma uchun bittadan. Seans tugatilsa, oʻsha qurilma darhol chiqariladi.",
  unknownDevice: "Nomaʼlum qurilma",
  connected: "hozir aloqada",
  end: "Tugatish",
  endOf: (name, device) => `Seansni tugatish: ${name}, ${device}`,
  ended: (name) => `Seans tugatildi: ${name}`,
  noSessions: "Hech kim kirmagan.",

  invitations: "Taklifnomalar",
  withdraw: "Qaytarib olish",
  withdrawOf: (name) => `Taklifnomani qaytarib olish: ${name}`,
  withdrawn: (name) => `Taklifnoma qaytarib olindi: ${name}`,
  single: "bir kishi uchun, bir marta",

  table: "Jadval boʻyicha taklif etish",
  tableExplain:
    "UTF-8 kodlashidagi CSV fayl; ustunlari name, role va xohishga koʻra seat. U avval tekshiriladi, siz tasdiqlamaguningizcha hech kim taklif etilmaydi.",
  file: "CSV fayl",
  looking: "Jadval tekshirilmoqda…",
  fine: (n) => `${number(n)} kishini taklif etish mumkin.`,
  refused: (n) => `${number(n)} ta satrni qabul qilib boʻlmaydi. Faylni tuzatib, qaytadan tanlang.`,
  remarks: (n) => `${number(n)} ta satrga eʼtibor bering:`,
  line: (n) => `${number(n)}-satr`,
  inviteAll: (n) => `${number(n)} kishini taklif etish`,
  invited: (n) => `${number(n)} kishi taklif etildi. Havolalar faqat hozir koʻrsatiladi: ularni saqlab oling.`,
  saveLinks: "Havolalarni saqlash",
  tooLarge: "Fayl 4 MB dan katta.",
  unreadable: "Faylni oʻqib boʻlmaydi.",
}
