import type { Messages } from ".."

const problems: Messages["signIn"]["problems"] = {
  openid_not_offered: "Bu serverga faqat taklif havolasi orqali kiriladi.",
  openid_unbound: "Bu kirish boshqa brauzerda yoki oʻn daqiqadan oldin boshlangan. Uni shu yerda qayta boshlang.",
  openid_declined: "Hisob xizmati sizni kiritmadi yoki siz u yerda rad etdingiz.",
  openid_code_refused: "Bu kirishdan allaqachon foydalanilgan yoki u juda uzoq davom etdi. Qayta boshlang.",
  openid_token_refused:
    "Hisob xizmati bergan maʼlumotga ishonib boʻlmaydi, shuning uchun hech kim kiritilmadi. Takrorlansa, server xodimlariga ayting.",
  openid_claim_missing:
    "Hisob xizmati kimligingizni aytmayapti yoki elektron pochtangizni tasdiqlamagan. Uni oʻsha yerda tasdiqlab, qayta boshlang.",
  openid_person_unknown:
    "Hisob xizmati sizni taniydi, lekin bu yerda sizga ochiq loyiha yoʻq. Kotibiyatdan sizni roʻyxatga kiritishni soʻrang.",
  openid_unavailable: "Hisob xizmati hozir javob bermayapti. Bir daqiqadan keyin yana urinib koʻring.",
  access_revoked: "Kotibiyat kirish huquqingizni bekor qilgan. Bu xato boʻlsa, unga murojaat qiling.",
}

export const signIn: Messages["signIn"] = {
  title: "Kirish",
  explain: "Sizga yuborilgan taklif havolasini oching.",
  refused: "Siz kirmagansiz",
  other: "Server sizni kirita olmadi. Birozdan keyin yana urinib koʻring.",
  or: "yoki",
  withAccount: "Hisob orqali kirish",
  with: (provider) => `${provider} orqali kirish`,
  problems,
}
