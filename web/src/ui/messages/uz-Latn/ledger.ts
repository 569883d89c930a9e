import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const ledger: Messages["ledger"] = {
  title: "Qaydnoma",
  lead: "Loyiha boʻyicha barcha harakatlar, amalga oshirilgan tartibda. Har bir yozuv oldingisiga xesh bilan bogʻlangan, shuning uchun keyinchalik hech narsani sezdirmay oʻzgartirib, qoʻshib yoki olib tashlab boʻlmaydi.",
  export: "JSON Lines faylini olish",
  print: "Chop etish",
  entries: (shown, all) =>
    shown === all ? `${number(all)} ta yozuv` : `${number(all)} ta yozuvdan ${number(shown)} tasi koʻrsatilgan`,
  filter: "Faqat shularni koʻrsatish",
  paragraph: "Band",
  person: "Ishtirokchi",
  kind: "Harakat",
  anyParagraph: "Barcha bandlar",
  anyPerson: "Barcha ishtirokchilar",
  anyKind: "Barcha harakatlar",
  clear: "Hammasini koʻrsatish",
  none: "Bunday yozuv yoʻq.",
  head: "Zanjirning oxirgi halqasi",
  headExplain:
    "JSON Lines fayli unga, jumladan sertifikatda koʻrsatilgan halqa orqali olib boradi: maslahat verify ledger.jsonl certificate.json",
  hash: (chain) => `Shu yozuvgacha boʻlgan zanjir xeshi: ${chain}`,
  reason: "Sabab",
  more: (n) => `yana ${number(n)} ta`,
  wholeDraft: "butun loyiha",
  inLanguage: (where, language) => `${where} (til: ${language})`,
  someone: "ishtirokchi",
  kinds: {
    import: "Kiritish",
    join: "Qoʻshilish",
    freeze: "Muhrlash",
    reopen: "Qayta ochish",
    "set-status": "Holat",
    "late-proposal": "Kechikkan taklif",
    "accept-proposal": "Qabul qilish",
    "reject-proposal": "Rad etish",
    "withdraw-proposal": "Qaytarib olish",
    "set-role": "Rol",
    revoke: "Kirishni bekor qilish",
  },
  did: {
    import: (symbol) => `— loyiha kiritildi: ${symbol}`,
    join: (role, seat) => (seat === null ? `— qoʻshildi, roli: ${role}` : `— qoʻshildi, roli: ${role}, ${seat}`),
    freeze: (where) => `— muhrlandi: ${where}`,
    reopen: (where) => `— qayta ochildi: ${where}`,
    status: (where, status) => `— holat «${status}» etib belgilandi: ${where}`,
    late: (where) => `— kech kelgan soʻzlar kechikkan taklif sifatida saqlandi: ${where}`,
    accept: (whose, where) => `— taklif qabul qilindi (muallif: ${whose}): ${where}`,
    reject: (whose, where) => `— taklif rad etildi (muallif: ${whose}): ${where}`,
    withdraw: (where) => `— oʻz taklifi qaytarib olindi: ${where}`,
    setRole: (whose, role) => `— rol oʻzgartirildi (${whose}): ${role}`,
    revoke: (whose) => `— kirish bekor qilindi: ${whose}`,
    other: (type) => `— harakat «${type}»`,
  },
}
