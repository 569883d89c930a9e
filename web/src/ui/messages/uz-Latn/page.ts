import type { Page } from ".."
import { locale } from "./locale"

const { list, number } = locale

const roles: Page["roles"] = {
  observer: "Kuzatuvchi",
  expert: "Ekspert",
  moderator: "Moderator",
  secretariat: "Kotibiyat",
}

const statuses: Page["statuses"] = {
  draft: "Kiritilgan",
  bracketed: "Qavs ichida",
  agreed_ad_ref: "Ad ref. kelishilgan",
  agreed: "Kelishilgan",
  under_silence: "Jim rozilik ostida",
  frozen: "Muhrlangan",
  late_proposal: "Kechikkan taklif",
  withdrawn: "Qaytarib olingan",
}

const statusMeanings: Page["statusMeanings"] = {
  draft: "Kiritilgan, hali oʻqilmagan",
  bracketed: "Kvadrat qavslarda kelishilmagan ibora bor",
  agreed_ad_ref: "Zalda kelishilgan, rahbariyat tasdiqlashi shart (ad referendum)",
  agreed: "Qavslarsiz kelishilgan",
  under_silence: "Jim rozilik tartibi: hech kim eʼtiroz bildirmasa, muddat tugashi bilan kelishilgan boʻladi",
  frozen: "Moderatorlar tomonidan yakunlangan",
  late_proposal: "Muhrlangandan keyin kelgan; saqlangan, matnga kirmaydi",
  withdrawn: "Taklif qilganlar qaytarib olgan; tarixda saqlangan",
}

const kinds: Page["kinds"] = {
  title: "Sarlavha",
  subtitle: "Kichik sarlavha",
  preambular: "Muqaddima bandi",
  chapeau: "Kirish xatboshisi",
  heading: "Boʻlim sarlavhasi",
  recommendation: "Tavsiya",
  subparagraph: "Kichik band",
  footnote: "Izoh",
}

const formats: Page["formats"] = {
  pdf: "PDF, chop etish va arxiv uchun",
  docx: "Word (DOCX)",
  html: "Veb-sahifa (HTML)",
  md: "Markdown",
  akn: "Akoma Ntoso (XML)",
  json: "JSON",
  bundle: "Toʻplam, hammasi bitta faylda",
  certificate: "Muhrlash sertifikati",
}

const lateProposals = (n: number): string => `${number(n)} ta kechikkan taklif`
const changesKept = (n: number): string => `${number(n)} ta oʻzgarish shu qurilmada saqlandi`

export const page: Page = {
  close: "Yopish",
  cancel: "Bekor qilish",
  back: "Loyihalaringizga qaytish",
  backTo: (symbol) => `${symbol}: loyihaga qaytish`,
  tryAgain: "Qayta urinish",
  skip: "Matnga oʻtish",
  loading: "Ochilmoqda…",
  someone: "Ishtirokchi",
  roles,
  statuses,
  statusMeanings,
  kinds,
  stages: {
    zero_draft: "Nolinchi loyiha",
    compilation_text: "Jamlanma matn",
    rolling_text: "Joriy ishchi matn",
    clean_text: "Toza matn",
  },
  readings: { first: "birinchi oʻqish", second: "ikkinchi oʻqish" },
  formats,

  join: {
    title: "Siz taklif etilgansiz",
    explain:
      "Bu havola sizni oʻz nomingizdan loyiha boʻyicha muzokaraga olib kiradi. U faqat sizga moʻljallangan: boshqalarga bermang.",
    button: "Qoʻshilish",
    joining: "Kirilmoqda…",
    paste: "Taklifnomangizdagi havola",
    open: "Ochish",
  },

  drafts: {
    title: "Loyihalaringiz",
    none: "Siz hali hech bir loyihada qatnashmayapsiz. Kotibiyat yuborgan taklif havolasini oching.",
    signedInAs: (name) => `Siz kirgan nom: ${name}`,
  },

  header: {
    outline: "Tuzilma",
    language: "Matn tili",
    more: "Yana",
    signOut: "Chiqish",
    shortcuts: "Klaviatura qisqartmalari",
    invitations: "Taklifnomalar…",
    people: "Ishtirokchilar…",
    ledger: "Qaydnoma",
    freezeDraft: "Butun loyihani muhrlash…",
    reopenDraft: "Butun loyihani qayta ochish…",
    you: "siz",
    present: (n) => `Bu yerda ${number(n)} kishi`,
  },

  masthead: {
    original: (language) => `Asl til: ${language}`,
    asOf: (date) => `${date} holatiga koʻra`,
    frozenOn: (date) => `Muhrlangan: ${date}`,
    addressees: "Kimga",
    organisers: "Tashkilotchilar",
  },

  outline: {
    title: "Tuzilma",
    preamble: "Muqaddima",
    frozen: (done, all) => `Muhrlangan: ${number(done)} / ${number(all)}`,
    brackets: (n) => `${number(n)} ta ochiq qavs`,
    noBrackets: "Ochiq qavslar yoʻq",
    nextBracket: "Keyingi qavs",
    late: lateProposals,
    facilitators: (seats) => `Muvofiqlashtiruvchilar: ${list(seats)}`,
  },

  paragraph: {
    about: "Bu band haqida",
    preambular: (n) => `Muqaddimaning ${number(n)}-bandi`,
    numbered: (number) => `${number}‑band`,
    part: (parent, label) => `Kichik band ${parent} ${label}`,
    note: (sign) => `Izoh ${sign}`,
    heading: (section) => `Boʻlim sarlavhasi ${section}`,
    running: (label) => label.charAt(0).toLowerCase() + label.slice(1),
    brackets: (n) => `${number(n)} ta qavs`,
    proposedBy: (seats) => `Taklif etgan: ${list(seats)}`,
    alternativeTo: (number) => `Muqobil, asosiy band: ${number}`,
    comments: (n) => `${number(n)} ta sharh`,
    resolved: "hal qilingan",
    reservation: "Izohli eʼtiroz",
    silenceUntil: (when) => `Jim rozilik muddati: ${when}`,
    silenceBroken: (seats) => `Sukutni buzgan: ${list(seats)}`,
    originalShown: (original, wanted) => `Asl matn koʻrsatilgan (${original}); bu tilda matn hali yoʻq: ${wanted}`,
    status: (name) => `Holat: ${name}. Oʻzgartirish`,
    footnotes: "Izohlar",
    backToText: (sign) => `Matndagi ${sign} izoh belgisiga qaytish`,
    empty: "Hali matn yoʻq",
    damaged: "Server bu matnni diskdan oʻqiy olmayapti. Kotibiyatga xabar bering: uni zaxira nusxadan tiklash mumkin.",
  },

  freeze: {
    whole: (who, when) => `Butun loyiha muhrlangan. ${who}, ${when}`,
    hash: (sha) => `SHA-256 ${sha}`,
    button: "Muhrlash",
    reopenButton: "Qayta ochish",
    title: (what) => `Muhrlansinmi: ${what}?`,
    reopenTitle: (what) => `Qayta ochilsinmi: ${what}?`,
    wholeDraft: "butun loyiha",
    explain:
      "Ibora hamma uchun darhol qatʼiy boʻladi. Shundan keyin yozilgan yoki avvalroq aloqasiz yozilgan har qanday soʻz matn yonida, muallif nomi bilan kechikkan taklif sifatida saqlanadi.",
    explainReopen:
      "Muhrlangan ibora va uning xeshi qaydda qoladi. Matn oʻsha joydan davom etadi va tahrirlash huquqiga ega har bir kishi uni yana oʻzgartirishi mumkin.",
    withParts: (n) => `U bilan birga ${number(n)} ta qism (kichik bandlar va izohlar).`,
    brackets: (n) => `Hali kelishilmagan: unda ${number(n)} ta qavs ochiq.`,
    languages: "Qaysi tilda",
    allLanguages: (languages) => (languages.length === 1 ? (languages[0] ?? "") : `Hammasida: ${list(languages)}`),
    oneLanguage: (language) => `Faqat ${language}`,
    confirm: (what) => `Muhrlash: ${what}`,
    reopenConfirm: (what) => `Qayta ochish: ${what}`,
    working: "Bir daqiqa…",
    done: (what) => `${what}: matn muhrlandi`,
    manyDone: (n) => `${number(n)} ta band muhrlandi`,
    manyReopened: (n) => `${number(n)} ta band qayta ochildi`,
    underHand: (what) =>
      `${what}: matn hozirgina muhrlandi. Shu paytgacha server olmagan narsa uning yonida kechikkan taklifingiz sifatida saqlandi.`,
    reopened: (what) => `${what}: matn qayta ochildi`,
  },

  late: {
    title: lateProposals,
    explain: "Muhrlangandan keyin yoki muallifning yozish huquqi tugagandan keyin kelgan. Matnga kirmaydi.",
    states: { open: "Koʻrilmoqda", accepted: "Qabul qilingan", rejected: "Rad etilgan", withdrawn: "Qaytarib olingan" },
    amendment: "Tuzatish",
    withdraw: "Qaytarib olish",
    accept: "Qabul qilish",
    reject: "Rad etish…",
    acceptNeedsOpen: "Qabul qilish uchun avval matnni qayta oching: muhrlangan matn hech qachon oʻzgarmaydi.",
    rejectTitle: "Bu taklif rad etilsinmi?",
    rejectExplain: "U rad etilgan deb qaydda qoladi. Sabab qaydnomaga kiritiladi.",
    reason: "Sabab (ixtiyoriy)",
    settledBy: (state, who) => `${state}: ${who}`,
    rejectConfirm: "Rad etish",
    inOther: (n, language) => `${lateProposals(n)} (til: ${language})`,
    settled: (n) => `Hal qilingan takliflar: ${number(n)}`,
    same: "Ibora hozirgi matndagi bilan bir xil",
  },

  save: {
    saved: "Saqlandi",
    connecting: "Ulanmoqda…",
    saving: (n) => `Saqlanmoqda: ${number(n)}…`,
    offline: "Aloqa yoʻq",
    offlineWith: (n, since) =>
      n === 0
        ? `${since} dan beri aloqa yoʻq: yozishda davom eting`
        : `${since} dan beri aloqa yoʻq: ${changesKept(n)}`,
    hindered: (why, n) => `Saqlanmayapti: ${why}. ${changesKept(n)}`,
    obstacles: {
      disk_full: "server diski toʻlgan",
      store_unavailable: "serverning maʼlumotlar bazasi javob bermayapti",
      silent: "server javob bermayapti",
    },
    stopped: (reason) => `Saqlanmayapti: ${reason}`,
    reasons: {
      signed_out: "seansingiz tugagan; taklif havolangizni yana oching",
      revoked: "kotibiyat bu loyihaga kirishingizni bekor qilgan",
      malformed: "server bu sahifa yuborganini oʻqiy olmadi; sahifani yangilang",
      version: "server bu sahifadan yangiroq; sahifani yangilang",
      impersonation: "bu sahifa boshqa kishi nomidan javob berdi; qaytadan kiring",
      refused: "server oʻzgarishni rad etdi; sahifani yangilang",
      too_much: "birdaniga juda koʻp yuborildi; qayta ulanish uchun bosing",
      not_loaded: "muharrir yuklanmadi; sahifani yangilang",
    },
    retry: "Hozir ulanish uchun bosing.",
    reading: "Faqat oʻqish",
    announceOffline: "Aloqa uzildi. Oʻzgarishlar shu qurilmada saqlanadi.",
    announceOnline: "Aloqa tiklandi. Hammasi saqlandi.",
    announceHindered: "Server hozir saqlay olmayapti. Oʻzgarishlar shu qurilmada saqlanadi; yozishda davom eting.",
    announceSaved: "Hammasi yana saqlandi.",
  },

  settle: {
    title: (words) => `Qavs [${words}]`,
    keep: "Qavssiz qoldirish",
    choose: "Shu variantni tanlash",
    drop: "Chiqarish",
    kept: "Qavs olib tashlandi: bu soʻzlar qoldi.",
    dropped: "Qavs olib tashlandi: bu soʻzlar chiqarildi.",
    keepKey: "Shu qavsdagi soʻzlarni qoldirish",
    dropKey: "Shu qavsdagi soʻzlarni chiqarish",
  },

  format: {
    title: "Formatlash",
    strong: "Qalin",
    em: "Kursiv",
    link: "Havola",
    linkTitle: "Havola",
    linkAddress: "Manzil",
    linkHint: "https://…, http://… yoki mailto:…",
    linkInvalid: "https://, http:// yoki mailto: bilan boshlanadigan toʻliq manzilni kiriting",
    linkSet: "Havola qoʻyish",
    linkRemove: "Havolani olib tashlash",
    linkNeedsWords: "Avval soʻzlarni belgilang",
  },

  exports: {
    button: "Eksport",
    title: "Loyihani eksport qilish",
    language: "Til",
    format: "Format",
    make: "Fayl yaratish",
    making: (format) => `Tayyorlanmoqda: ${format}…`,
    done: (name) => `${name} tayyor`,
    certificateNeedsFreeze: "biror narsa muhrlangach mavjud boʻladi",
    verify: "Toʻplam yoki sertifikatni tekshirish",
  },

  invitations: {
    title: "Taklifnomalar",
    explain:
      "Har bir havola bir kishi uchun va bir marta ishlaydi. U faqat shu yerda, bir marta koʻrsatiladi: nusxalang va yuboring.",
    name: "Ism",
    role: "Rol",
    seat: "Oʻrin",
    noSeat: "Oʻrinsiz",
    invite: "Taklif etish",
    link: "Havola",
    copy: "Nusxalash",
    copied: "Nusxalandi",
    none: "Hali hech kim taklif etilmagan.",
    states: {
      open: "ishlatilmagan",
      used: "qoʻshilgan",
      expired: "muddati oʻtgan",
      reusable: "yana ishlatish mumkin",
    },
    until: (when) => `amal qilish muddati: ${when}`,
  },

  shortcuts: {
    title: "Klaviatura qisqartmalari",
    nextBracket: "Keyingi qavs",
    previousBracket: "Oldingi qavs",
    freeze: "Shu bandni muhrlash yoki qayta ochish",
    nextParagraph: "Keyingi band",
    previousParagraph: "Oldingi band",
    bold: "Qalin",
    italic: "Kursiv",
    link: "Havola",
    undo: "Oʻz oʻzgarishini bekor qilish",
    redo: "Qaytarish",
    help: "Shu roʻyxat",
  },
}
