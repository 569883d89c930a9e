import type { Messages } from ".."
import { isolated } from "../../locale"

const problems: Messages["signIn"]["problems"] = {
  openid_not_offered: "لا سبيل إلى هذا الخادم إلا برابط دعوة.",
  openid_unbound: "لم يبدأ هذا الدخول في هذا المتصفح، أو بدأ قبل أكثر من عشر دقائق. ابدأه هنا من جديد.",
  openid_declined: "لم يسمح لك مزوّد الحساب بالدخول، أو رفضتَ ذلك لديه.",
  openid_code_refused: "استُخدم هذا الدخول من قبل، أو استغرق وقتاً طويلاً. ابدأه من جديد.",
  openid_token_refused: "لا يمكن الوثوق بما يقوله مزوّد الحساب، فلم يدخل أحد. إن تكرر ذلك فأبلغ القائمين على الخادم.",
  openid_claim_missing: "لا يقول مزوّد الحساب من أنت، أو لم يتحقق من بريدك الإلكتروني. أكِّده لديه ثم ابدأ من جديد.",
  openid_person_unknown: "يعرفك مزوّد الحساب، لكن لا مشروع هنا مفتوح لك. اطلب من الأمانة إدراجك.",
  openid_unavailable: "مزوّد الحساب لا يجيب الآن. حاول مجدداً بعد دقيقة.",
  access_revoked: "أنهت الأمانة وصولك. راجعها إن كان في ذلك خطأ.",
}

export const signIn: Messages["signIn"] = {
  title: "تسجيل الدخول",
  explain: "افتح رابط الدعوة الذي أُرسل إليك.",
  refused: "لم يُسجَّل دخولك",
  other: "تعذّر على الخادم تسجيل دخولك. حاول مجدداً بعد قليل.",
  or: "أو",
  withAccount: "الدخول بحسابك",
  with: (provider) => `الدخول عبر ${isolated(provider)}`,
  problems,
}
