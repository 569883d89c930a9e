import type { Verifying } from ".."
import { locale } from "./locale"

const { number, list } = locale

export const verify: Verifying["verify"] = {
  title: "Muhrlangan matnni tekshirish",
  lead: "Bu muhrlangan matnning oʻzimi? Buni u bilan birga berilgan sertifikat shu qurilmaning oʻzida aytadi: bu sahifa hech qayerga hech narsa yubormaydi.",

  drop: "Toʻplamni shu yerga tashlang",
  or: "yoki",
  choose: "Fayllarni tanlash…",
  what: "Toʻplam (.zip) yoki muhrlash sertifikati va unda koʻrsatilgan har qanday fayl.",
  addFiles: "Fayl qoʻshish…",
  again: "Qaytadan boshlash",
  given: (names) => (names.length === 1 ? (names[0] ?? "") : `${number(names.length)} ta fayl`),
  working: "Tekshirilmoqda…",
  tooLarge: (name) => `${name} 256 MB dan katta: bizda bunday fayl boʻlmaydi.`,
  unreadable: (name) => `${name} bu qurilmadan oʻqilmayapti. Jildni tekshirib boʻlmaydi: uning fayllarini tanlang.`,

  key: "Siz kutgan kalit",
  keyHint:
    "Barmoq izi (SHA256:…) yoki ochiq kalit — kotibiyat uni sizga bu fayllardan boshqa yoʻl bilan bergan holida.",
  keyUnreadable: "Bu na barmoq izi (SHA256: va 43 ta belgi), na Ed25519 ochiq kaliti.",
  keyNone:
    "Solishtirilmagan: siz kutgan kalit yuqorida koʻrsatilmagan. Bu fayllarni oʻzgartirgan kishi ularni oʻz kaliti bilan imzolashi mumkin.",
  keySame: "Bu siz kutgan kalit.",
  keyOther: "Bu siz kutgan kalit emas:",

  headings: {
    proved: "Tasdiqlandi",
    unconfirmed: "Hammasi mos; kalit tasdiqlanmagan",
    otherKey: "Tasdiqlanmadi: boshqa kalit bilan imzolangan",
    refused: "Tasdiqlanmadi",
  },
  explain: {
    proved: (files) => `${files}. Imzolagan kalit siz kutgan kalitdir.`,
    unconfirmed: (files) =>
      `${files}. Buni quyidagi kalit egasi imzolagan. Kalit kimniki ekanini faqat siz aniqlay olasiz: uning barmoq izini bu fayllardan boshqa yoʻl bilan olganingiz bilan solishtiring.`,
    otherKey:
      "Fayllar oʻzaro mos, lekin ularni siz kutgan kishi emas, boshqasi tasdiqlagan. Bu oydinlashmaguncha ularga tayanmang.",
    refused: (n) => `${number(n)} ta fayl mos kelmaydi.`,
    remedy: "Fayllarni ular eksport qilingan joydan qayta soʻrang.",
  },
  filesGiven: (given, all) => {
    if (given === 0)
      return `Sertifikatda koʻrsatilgan ${number(all)} ta fayldan hech biri berilmagan; sertifikatning oʻzi imzolangan holida`
    return given === all
      ? `Tasdiqlangan fayllarning hammasi (${number(all)} ta) tasdiqlangan holida`
      : `Tasdiqlangan ${number(all)} ta fayldan ${number(given)} tasi berilgan, tasdiqlangan holida`
  },

  certified: "Nima tasdiqlangan",
  symbol: "Hujjat belgisi",
  draftTitle: "Sarlavha",
  frozen: "Muhrlangan",
  frozenBy: (when, who) => `${when}, ${who}`,
  texts: "Matnlar",
  textsIn: (n, languages) => `${number(n)} ta matn: ${list(languages)}`,
  signedWith: "Imzolangan kalit",
  readTexts: "Tasdiqlangan matnlarni oʻqish",
  textOf: (paragraph, language) => `${paragraph}, ${language}`,
  wordingNotGiven: "Uning iborasi berilmagan.",

  files: "Fayllar boʻyicha",
  levels: { right: "mos", note: "isbotlanmagan", wrong: "mos emas" },
  found: {
    signatures: "Bitta kalit bilan qoʻyilgan ikkita haqiqiy imzosi bor.",
    detached: "Imzolangan; yonidagi har bir imzo haqiqiy.",
    part: "Sertifikat bilan bir xil.",
    certified: "Tasdiqlangani bilan baytma-bayt bir xil.",
    uncovered: "Toʻplamni tushuntiradi. Uni hech kim imzolamagan va u hech narsani isbotlamaydi.",
    notGiven: "Tasdiqlangan, lekin berilmagan: u haqda hech narsa isbotlanmagan.",
    unreadable: "Oʻqib boʻlmaydi: shikastlangan yoki oʻzgartirilgan.",
    notCanonical: "Kanonik shaklda emas: imzolangandan keyin oʻzgartirilgan.",
    badKey: "Yaroqli kalit yoʻq.",
    badSignatures: "Haqiqiy imzolari yoʻq: imzolangandan keyin oʻzgartirilgan yoki boshqa maqsadda imzolangan.",
    badSignature: "Yonidagi imzo unga tegishli emas: ulardan biri oʻzgartirilgan yoki boshqa maqsadda imzolangan.",
    keyMissing: "Kalitsiz tekshirib boʻlmaydi: signer.pub yoki public-key.pem faylini qoʻshing.",
    several: "Oldingisidan boshqa sertifikat. Bittadan tekshiring.",
    tooLarge: "Maslahat toʻplamlarining har qandayidan katta.",
    tooMany: "Maslahat toʻplamlarining har qandayidan koʻproq fayl bor.",
    damaged: "Shikastlangan: ochib boʻlmaydi.",
    packedAnew: "Asl holida qadoqlanmagan: oʻzgartirilgan yoki qayta qadoqlangan.",
    noCertificate:
      "Sertifikat yoʻq: toʻplam tayyorlanganda loyiha toʻliq muhrlanmagan edi. U hech narsani isbotlamaydi.",
    manifestMissing: "Toʻplamda yoʻq.",
    manifestAltered: "Oʻzgartirilgan.",
    otherHash: "Xeshi SHA256SUMS da koʻrsatilgani bilan bir xil emas.",
    unlisted: "SHA256SUMS da yoʻq: qoʻshilgan.",
    listedMissing: "SHA256SUMS da bor, lekin toʻplamda yoʻq.",
    partAltered: "Sertifikatga mos emas: oʻzgartirilgan.",
    partMissing: "Toʻplamda yoʻq.",
    certifiedMissing: "Tasdiqlangan, lekin toʻplamda yoʻq.",
    added: "Tasdiqlanmagan: qoʻshilgan.",
    certifiedAltered: "Tasdiqlangan holida emas: oʻzgartirilgan.",
    foreign: "Tasdiqlangan fayllardan emas: oʻzgartirilgan yoki boshqa fayl.",
    uncheckable: "Tekshirib boʻlmaydi: uni nomlagan haqiqiy sertifikat berilmagan.",
  },
  manifest: (n) => `${number(n)} ta fayl xeshi bor va ular mos.`,
  wordings: (n) => `Barcha matnlarning (${number(n)} ta) muhrlangan iborasi bor.`,
  otherFormat: (format) => `Formati «${format}», bu sahifa uni bilmaydi. Yangiroq sahifani oling.`,
  otherWording: ({ paragraph }, language, more) =>
    more === 0
      ? `Farq qiladigan matn: ${paragraph} (til: ${language}).`
      : `Farq qiladigan birinchi matn: ${paragraph} (til: ${language}); yana ${number(more)} tasi farq qiladi.`,
  frozenWording: "Muhrlangan:",
  foundWording: "Bu yerda:",
  wordingMissing: "U faylda yoʻq.",
  certifiedHash: "Tasdiqlangan SHA-256",
  foundHash: "Bu faylning SHA-256 qiymati",

  limits: "Bu nimani isbotlamaydi",
  limitList: {
    key: "Kalit kimniki ekanini. Siz kutgan kalitsiz faqat fayllarning oʻzaro mosligi maʼlum.",
    people: "Ism va vaqt toʻgʻriligini. Ular server imzolaganda bildirgan narsadir.",
    pdf: "PDF matnlar bilan bir xil soʻzlarni koʻrsatishini. Ikkalasini ham server yaratgan va imzolagan; bu sahifa baytlarni solishtiradi, sahifalarni oʻqimaydi.",
    later: "Keyin hech narsa boʻlmaganini. Loyiha qayta ochilib, boshqa sertifikat bilan yana muhrlanishi mumkin.",
    ledger:
      "Matnga qaysi harakatlar olib kelganini. maslahat verify buyrugʻi qaydnomani sertifikat bilan solishtiradi.",
    page: "Bu sahifaning halolligini. U sizga bergan kishidan kelgan: ishonadigan nusxangizni saqlang yoki toʻplamdagi README.txt aytganidek ssh-keygen yoki openssl dan foydalaning.",
  },
  save: "Tarmoqsiz ishlatish uchun bu sahifani saqlash",
}
