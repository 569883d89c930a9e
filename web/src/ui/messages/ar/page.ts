import type { Page } from ".."
import { isolated } from "../../locale"
import { locale } from "./locale"

const { plural, list, number } = locale

const roles: Page["roles"] = {
  observer: "مراقب",
  expert: "خبير",
  moderator: "مدير المناقشة",
  secretariat: "الأمانة",
}

const statuses: Page["statuses"] = {
  draft: "مقدَّم",
  bracketed: "بين أقواس",
  agreed_ad_ref: "متفق عليه بشرط الاستشارة",
  agreed: "متفق عليه",
  under_silence: "قيد الموافقة الصامتة",
  frozen: "مثبَّت",
  late_proposal: "اقتراح متأخر",
  withdrawn: "مسحوب",
}

const statusMeanings: Page["statusMeanings"] = {
  draft: "قُدّم ولم يُقرأ بعد",
  bracketed: "فيه صياغة غير متفق عليها بين أقواس معقوفة",
  agreed_ad_ref: "متفق عليه في القاعة بشرط الاستشارة (ad referendum)",
  agreed: "متفق عليه دون أقواس",
  under_silence: "يُعدّ متفقاً عليه عند انقضاء الأجل ما لم يعترض أحد",
  frozen: "أقفله مديرو المناقشة",
  late_proposal: "ورد بعد التثبيت؛ محفوظ، وليس من النص",
  withdrawn: "سحبه مقدموه؛ محفوظ في التاريخ",
}

const kinds: Page["kinds"] = {
  title: "العنوان",
  subtitle: "العنوان الفرعي",
  preambular: "فقرة الديباجة",
  chapeau: "الفاتحة",
  heading: "عنوان القسم",
  recommendation: "التوصية",
  subparagraph: "الفقرة الفرعية",
  footnote: "الحاشية",
}

const formats: Page["formats"] = {
  pdf: "PDF، للطباعة والحفظ",
  docx: "Word (DOCX)",
  html: "صفحة ويب (HTML)",
  md: "Markdown",
  akn: "Akoma Ntoso (XML)",
  json: "JSON",
  bundle: "حزمة، كل شيء في ملف واحد",
  certificate: "شهادة التثبيت",
}

const lateProposals = (n: number): string =>
  plural(n, {
    zero: "لا اقتراحات متأخرة",
    one: "اقتراح متأخر واحد",
    two: "اقتراحان متأخران",
    few: "# اقتراحات متأخرة",
    many: "# اقتراحاً متأخراً",
    other: "# اقتراح متأخر",
  })

const changesKept = (n: number): string =>
  plural(n, {
    zero: "لا تغييرات محفوظة على هذا الجهاز",
    one: "تغيير واحد محفوظ على هذا الجهاز",
    two: "تغييران محفوظان على هذا الجهاز",
    few: "# تغييرات محفوظة على هذا الجهاز",
    many: "# تغييراً محفوظاً على هذا الجهاز",
    other: "# تغيير محفوظ على هذا الجهاز",
  })

const placesInBrackets = (n: number): string =>
  plural(n, {
    zero: "لا أقواس",
    one: "موضع واحد بين أقواس",
    two: "موضعان بين أقواس",
    few: "# مواضع بين أقواس",
    many: "# موضعاً بين أقواس",
    other: "# موضع بين أقواس",
  })

export const page: Page = {
  close: "إغلاق",
  cancel: "إلغاء الأمر",
  back: "العودة إلى مشاريعك",
  backTo: (symbol) => `العودة إلى ${isolated(symbol)}`,
  tryAgain: "إعادة المحاولة",
  skip: "الانتقال إلى النص",
  loading: "جارٍ الفتح…",
  someone: "أحد المشاركين",
  roles,
  statuses,
  statusMeanings,
  kinds,
  stages: {
    zero_draft: "المسودة الصفرية",
    compilation_text: "النص التجميعي",
    rolling_text: "النص المتجدد",
    clean_text: "النص النقي",
  },
  readings: { first: "القراءة الأولى", second: "القراءة الثانية" },
  formats,

  join: {
    title: "أنت مدعو",
    explain: "يُدخلك هذا الرابط إلى التفاوض على مشروع نص باسمك. وهو لك وحدك: لا تنقله إلى غيرك.",
    button: "انضمام",
    joining: "جارٍ الانضمام…",
    paste: "رابط دعوتك",
    open: "فتح",
  },

  drafts: {
    title: "مشاريعك",
    none: "لا تشارك في أي مشروع بعد. افتح رابط الدعوة الذي أرسلته إليك الأمانة.",
    signedInAs: (name) => `دخلت باسم ${isolated(name)}`,
  },

  header: {
    outline: "مخطط النص",
    language: "لغة النص",
    more: "المزيد",
    signOut: "الخروج",
    shortcuts: "اختصارات لوحة المفاتيح",
    invitations: "الدعوات…",
    people: "المشاركون…",
    ledger: "السجل",
    freezeDraft: "تثبيت المشروع كاملاً…",
    reopenDraft: "إعادة فتح المشروع كاملاً…",
    you: "أنت",
    present: (n) =>
      plural(n, {
        zero: "لا أحد هنا",
        one: "شخص واحد هنا",
        two: "شخصان هنا",
        few: "# أشخاص هنا",
        many: "# شخصاً هنا",
        other: "# شخص هنا",
      }),
  },

  masthead: {
    original: (language) => `الأصل: ${isolated(language)}`,
    asOf: (date) => `حتى ${date}`,
    frozenOn: (date) => `ثُبّت في ${date}`,
    addressees: "موجَّه إلى",
    organisers: "الجهات المنظِّمة",
  },

  outline: {
    title: "مخطط النص",
    preamble: "الديباجة",
    frozen: (done, all) => `المثبَّت: ${number(done)} من ${number(all)}`,
    brackets: placesInBrackets,
    noBrackets: "لا أقواس",
    nextBracket: "الأقواس التالية",
    late: lateProposals,
    facilitators: (seats) => `الميسّرون: ${list(seats)}`,
  },

  paragraph: {
    about: "عن هذه الفقرة",
    preambular: (n) => `فقرة الديباجة ${number(n)}`,
    numbered: (number) => `الفقرة ${isolated(number)}`,
    part: (parent, label) => `الفقرة الفرعية ${isolated(`${parent} ${label}`)}`,
    note: (sign) => `الحاشية ${isolated(sign)}`,
    heading: (section) => `عنوان القسم ${isolated(section)}`,
    running: (label) => label,
    brackets: placesInBrackets,
    proposedBy: (seats) => `اقتراح مقدَّم من: ${list(seats)}`,
    alternativeTo: (number) => `بديل للفقرة ${isolated(number)}`,
    comments: (n) =>
      plural(n, {
        zero: "لا تعليقات",
        one: "تعليق واحد",
        two: "تعليقان",
        few: "# تعليقات",
        many: "# تعليقاً",
        other: "# تعليق",
      }),
    resolved: "تمت تسويته",
    reservation: "تحفظ",
    silenceUntil: (when) => `الموافقة الصامتة حتى ${when}`,
    silenceBroken: (seats) => `كسر الصمت: ${list(seats)}`,
    originalShown: (original, wanted) => `يُعرض الأصل (${original})؛ لا نص بهذه اللغة بعد: ${wanted}`,
    status: (name) => `الحالة: ${name}. تغييرها`,
    footnotes: "الحواشي",
    backToText: (sign) => `العودة إلى علامة الحاشية ${isolated(sign)} في النص`,
    empty: "لا صياغة بعد",
    damaged: "يتعذر على الخادم قراءة هذا النص من قرصه. أخبر الأمانة: يمكن استعادته من نسخة احتياطية.",
  },

  freeze: {
    whole: (who, when) => `المشروع مثبَّت كاملاً. ${isolated(who)}، ${when}`,
    hash: (sha) => `SHA-256 ${sha}`,
    button: "تثبيت",
    reopenButton: "إعادة فتح",
    title: (what) => `تثبيت ${what}؟`,
    reopenTitle: (what) => `إعادة فتح ${what}؟`,
    wholeDraft: "المشروع كاملاً",
    explain:
      "تصبح الصياغة نهائية للجميع في الحال. وما يكتبه أي شخص بعد ذلك، أو كتبه قبله دون اتصال، يُحفظ بجانب النص اقتراحاً متأخراً باسمه.",
    explainReopen:
      "تبقى الصياغة المثبَّتة وقيمة تجزئتها مقيدتين. ويُستأنف النص منها، ويستطيع كل من له حق التعديل أن يغيره من جديد.",
    withParts: (n) =>
      plural(n, {
        zero: "لا أجزاء تتبعها.",
        one: "ويتبعها جزء واحد (فقرة فرعية أو حاشية).",
        two: "ويتبعها جزآن (فقرات فرعية وحواشٍ).",
        few: "وتتبعها # أجزاء (فقرات فرعية وحواشٍ).",
        many: "ويتبعها # جزءاً (فقرات فرعية وحواشٍ).",
        other: "ويتبعها # جزء (فقرات فرعية وحواشٍ).",
      }),
    brackets: (n) =>
      plural(n, {
        zero: "لا أقواس باقية.",
        one: "لم يُتفق بعد: بقي موضع واحد بين أقواس.",
        two: "لم يُتفق بعد: بقي موضعان بين أقواس.",
        few: "لم يُتفق بعد: بقيت # مواضع بين أقواس.",
        many: "لم يُتفق بعد: بقي # موضعاً بين أقواس.",
        other: "لم يُتفق بعد: بقي # موضع بين أقواس.",
      }),
    languages: "بأي لغة",
    allLanguages: (languages) => (languages.length === 1 ? (languages[0] ?? "") : `كلها: ${list(languages)}`),
    oneLanguage: (language) => `${language} فقط`,
    confirm: (what) => `تثبيت ${what}`,
    reopenConfirm: (what) => `إعادة فتح ${what}`,
    working: "لحظة من فضلك…",
    done: (what) => `${what}: ثُبّت النص`,
    manyDone: (n) =>
      plural(n, {
        zero: "لم تُثبَّت أي فقرة",
        one: "ثُبّتت فقرة واحدة",
        two: "ثُبّتت فقرتان",
        few: "ثُبّتت # فقرات",
        many: "ثُبّتت # فقرة",
        other: "ثُبّتت # فقرة",
      }),
    manyReopened: (n) =>
      plural(n, {
        zero: "لم تُفتح أي فقرة من جديد",
        one: "أُعيد فتح فقرة واحدة",
        two: "أُعيد فتح فقرتين",
        few: "أُعيد فتح # فقرات",
        many: "أُعيد فتح # فقرة",
        other: "أُعيد فتح # فقرة",
      }),
    underHand: (what) =>
      `${what}: ثُبّت النص للتو. وما لم يكن الخادم قد تسلّمه حتى ذلك الحين محفوظ بجانبه باعتباره اقتراحك المتأخر.`,
    reopened: (what) => `${what}: أُعيد فتح النص`,
  },

  late: {
    title: lateProposals,
    explain: "ورد بعد التثبيت، أو بعد انتهاء حق كاتبه في الكتابة. وليس من النص.",
    states: { open: "قيد النظر", accepted: "مقبول", rejected: "مرفوض", withdrawn: "مسحوب" },
    amendment: "تعديل",
    withdraw: "سحب",
    accept: "قبول",
    reject: "رفض…",
    acceptNeedsOpen: "لقبوله أعد فتح النص أولاً: النص المثبَّت لا يتغير أبداً.",
    rejectTitle: "رفض هذا الاقتراح؟",
    rejectExplain: "يبقى مقيداً بوصفه مرفوضاً. ويُقيَّد السبب في السجل.",
    reason: "السبب (اختياري)",
    settledBy: (state, who) => `${state}: ${isolated(who)}`,
    rejectConfirm: "رفض",
    inOther: (n, language) => `${lateProposals(n)} (${language})`,
    settled: (n) =>
      plural(n, {
        zero: "لا اقتراحات بُتّ فيها",
        one: "اقتراح واحد بُتّ فيه",
        two: "اقتراحان بُتّ فيهما",
        few: "# اقتراحات بُتّ فيها",
        many: "# اقتراحاً بُتّ فيها",
        other: "# اقتراح بُتّ فيها",
      }),
    same: "الصياغة هي نفسها في النص الحالي",
  },

  save: {
    saved: "محفوظ",
    connecting: "جارٍ الاتصال…",
    saving: (n) => `يجري حفظ ${number(n)}…`,
    offline: "دون اتصال",
    offlineWith: (n, since) =>
      n === 0 ? `دون اتصال منذ ${since}: يمكنك متابعة الكتابة` : `دون اتصال منذ ${since}: ${changesKept(n)}`,
    hindered: (why, n) => `لا يُحفظ: ${why}. ${changesKept(n)}`,
    obstacles: {
      disk_full: "قرص الخادم ممتلئ",
      store_unavailable: "قاعدة بيانات الخادم لا تستجيب",
      silent: "الخادم لا يستجيب",
    },
    stopped: (reason) => `توقف الحفظ: ${reason}`,
    reasons: {
      signed_out: "انتهت جلستك؛ افتح رابط دعوتك من جديد",
      revoked: "أنهت الأمانة وصولك إلى هذا المشروع",
      malformed: "لم يستطع الخادم قراءة ما أرسلته هذه الصفحة؛ أعد تحميلها",
      version: "الخادم أحدث من هذه الصفحة؛ أعد تحميلها",
      impersonation: "أجابت هذه الصفحة باسم شخص آخر؛ ادخل من جديد",
      refused: "رفض الخادم أحد التغييرات؛ أعد تحميل الصفحة",
      too_much: "أُرسل الكثير دفعة واحدة؛ انقر لإعادة الاتصال",
      not_loaded: "تعذر تحميل المحرر؛ أعد تحميل الصفحة",
    },
    retry: "انقر للاتصال الآن.",
    reading: "قراءة فقط",
    announceOffline: "انقطع الاتصال. تُحفظ التغييرات على هذا الجهاز.",
    announceOnline: "عاد الاتصال. كل شيء محفوظ.",
    announceHindered: "لا يستطيع الخادم الحفظ حالياً. تُحفظ التغييرات على هذا الجهاز ويمكنك متابعة الكتابة.",
    announceSaved: "عاد الحفظ، وكل شيء محفوظ.",
  },

  settle: {
    title: (words) => `القوسان [${isolated(words)}]`,
    keep: "الإبقاء دون أقواس",
    choose: "اختيار هذا البديل",
    drop: "حذف",
    kept: "رُفع القوسان: تبقى هذه الكلمات.",
    dropped: "رُفع القوسان: حُذفت هذه الكلمات.",
    keepKey: "الإبقاء على الكلمات بين هذين القوسين",
    dropKey: "حذف الكلمات بين هذين القوسين",
  },

  format: {
    title: "التنسيق",
    strong: "غامق",
    em: "مائل",
    link: "رابط",
    linkTitle: "رابط",
    linkAddress: "العنوان",
    linkHint: "https://…, http://…, mailto:…",
    linkInvalid: "أدخل عنواناً كاملاً يبدأ بـ \u2066https://\u2069 أو \u2066http://\u2069 أو \u2066mailto:\u2069",
    linkSet: "وضع الرابط",
    linkRemove: "إزالة الرابط",
    linkNeedsWords: "حدد الكلمات أولاً",
  },

  exports: {
    button: "تصدير",
    title: "تصدير المشروع",
    language: "اللغة",
    format: "الصيغة",
    make: "إعداد الملف",
    making: (format) => `يجري إعداد ${isolated(format)}…`,
    done: (name) => `الملف ${isolated(name)} جاهز`,
    certificateNeedsFreeze: "تتاح بعد تثبيت شيء",
    verify: "التحقق من حزمة أو شهادة",
  },

  invitations: {
    title: "الدعوات",
    explain: "كل رابط لشخص واحد ولاستعمال واحد. ولا يظهر إلا هنا والآن: انسخه وأرسله.",
    name: "الاسم",
    role: "الدور",
    seat: "المقعد",
    noSeat: "بلا مقعد",
    invite: "دعوة",
    link: "الرابط",
    copy: "نسخ",
    copied: "نُسخ",
    none: "لم يُدعَ أحد بعد.",
    states: { open: "لم تُستعمل", used: "انضم صاحبها", expired: "انقضت", reusable: "يمكن استعمالها ثانية" },
    until: (when) => `صالحة حتى ${when}`,
  },

  shortcuts: {
    title: "اختصارات لوحة المفاتيح",
    nextBracket: "الأقواس التالية",
    previousBracket: "الأقواس السابقة",
    freeze: "تثبيت هذه الفقرة أو إعادة فتحها",
    nextParagraph: "الفقرة التالية",
    previousParagraph: "الفقرة السابقة",
    bold: "غامق",
    italic: "مائل",
    link: "رابط",
    undo: "التراجع عن تغييرك",
    redo: "الإعادة",
    help: "هذه القائمة",
  },
}
