import type { Messages } from ".."

export const failures: Messages["failures"] = {
  unreachable: {
    title: "Server javob bermayapti",
    detail: "Yo bu qurilmada aloqa yoʻq, yo server ishlamayapti. Yozganlaringiz shu qurilmada saqlangan.",
  },
  signedOut: {
    title: "Siz kirmagansiz",
    detail:
      "Seansingiz tugagan yoki bu yerda ochilmagan. Taklif havolangizni yana oching yoki kotibiyatdan yangisini soʻrang.",
  },
  unreadable: { title: "Bu sahifa eskirgan", detail: "Server bu sahifadan yangiroq. Sahifani yangilang." },
  unknownPage: { title: "Bunday sahifa yoʻq", detail: "Manzil toʻliq emas yoki xato yozilgan." },
  unknownDraft: {
    title: "Bunday loyiha yoʻq",
    detail: "U mavjud emas yoki siz unda qatnashmaysiz. Kotibiyatdan taklifnoma soʻrang.",
  },
  noMember: {
    title: "Siz bu loyihada qatnashmaysiz",
    detail: "Taklifnomangiz boshqa loyihaga edi. Kotibiyatdan shu loyihaga taklifnoma soʻrang.",
  },
  revoked: {
    title: "Bu loyihaga kirishingiz bekor qilingan",
    detail:
      "Uni kotibiyat bekor qilgan. Avval serverga yetib kelgani sizning nomingizda qoladi. Agar bu xato boʻlsa, kotibiyatga murojaat qiling.",
  },
  noRight: {
    title: "Sizning rolingiz bunga ruxsat bermaydi",
    detail: "Ruxsat berilishi kerak deb hisoblasangiz, kotibiyatga murojaat qiling.",
  },
  invitationUnknown: {
    title: "Bu taklifnoma yaroqsiz",
    detail: "Havola toʻliq emas yoki xato yozilgan. Uni olgan xabaringizdan toʻliq nusxalang.",
  },
  invitationUsed: {
    title: "Bu taklifnoma ishlatilgan",
    detail:
      "Havola bitta qurilmada bitta seans ochadi. Uni siz ishlatgan boʻlsangiz, oʻsha brauzerda davom eting. Aks holda kotibiyatdan yangisini soʻrang.",
  },
  invitationExpired: { title: "Taklifnomaning muddati oʻtgan", detail: "Kotibiyatdan yangisini soʻrang." },
  other: { title: "Bajarilmadi", detail: "Birozdan keyin qayta urinib koʻring." },
  technical: (code) => `Kod: ${code}`,
}
