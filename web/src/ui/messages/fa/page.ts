import type { Page } from ".."
import { isolated } from "../../locale"
import { locale } from "./locale"

const { list, number } = locale

const roles: Page["roles"] = {
  observer: "ناظر",
  expert: "کارشناس",
  moderator: "گرداننده",
  secretariat: "دبیرخانه",
}

const statuses: Page["statuses"] = {
  draft: "ارائه‌شده",
  bracketed: "در کروشه",
  agreed_ad_ref: "توافق‌شده به شرط تأیید",
  agreed: "توافق‌شده",
  under_silence: "در رویهٔ سکوت",
  frozen: "تثبیت‌شده",
  late_proposal: "پیشنهاد دیرهنگام",
  withdrawn: "پس‌گرفته",
}

const statusMeanings: Page["statusMeanings"] = {
  draft: "ارائه شده و هنوز خوانده نشده است",
  bracketed: "عبارتی دارد که بر سر آن توافق نشده و در کروشه است",
  agreed_ad_ref: "در تالار توافق شده، منوط به تأیید مقامات (ad referendum)",
  agreed: "بدون کروشه توافق شده است",
  under_silence: "اگر کسی اعتراض نکند در پایان مهلت توافق‌شده به شمار می‌آید",
  frozen: "گردانندگان آن را بسته‌اند",
  late_proposal: "پس از تثبیت رسیده؛ نگه داشته شده و جزو متن نیست",
  withdrawn: "پیشنهاددهندگان پس گرفته‌اند؛ در پیشینه نگه داشته شده است",
}

const kinds: Page["kinds"] = {
  title: "عنوان",
  subtitle: "زیرعنوان",
  preambular: "بند مقدماتی",
  chapeau: "سرآغاز",
  heading: "سرفصل",
  recommendation: "توصیه",
  subparagraph: "بند فرعی",
  footnote: "پانوشت",
}

const formats: Page["formats"] = {
  pdf: "PDF، برای چاپ و بایگانی",
  docx: "Word (DOCX)",
  html: "صفحهٔ وب (HTML)",
  md: "Markdown",
  akn: "Akoma Ntoso (XML)",
  json: "JSON",
  bundle: "بسته، همه‌چیز در یک فایل",
  certificate: "گواهی تثبیت",
}

const lateProposals = (n: number): string => `${number(n)} پیشنهاد دیرهنگام`
const changesKept = (n: number): string => `${number(n)} تغییر روی این دستگاه نگه داشته شد`

export const page: Page = {
  close: "بستن",
  cancel: "انصراف",
  back: "بازگشت به پیش‌نویس‌های شما",
  backTo: (symbol) => `بازگشت به ${isolated(symbol)}`,
  tryAgain: "تلاش دوباره",
  skip: "رفتن به متن",
  loading: "در حال گشودن…",
  someone: "یکی از شرکت‌کنندگان",
  roles,
  statuses,
  statusMeanings,
  kinds,
  stages: {
    zero_draft: "پیش‌نویس صفر",
    compilation_text: "متن تلفیقی",
    rolling_text: "متن در جریان",
    clean_text: "متن پاک",
  },
  readings: { first: "قرائت نخست", second: "قرائت دوم" },
  formats,

  join: {
    title: "شما دعوت شده‌اید",
    explain:
      "این پیوند شما را با نام خودتان به مذاکره دربارهٔ یک پیش‌نویس می‌برد. فقط از آنِ شماست: آن را به دیگری ندهید.",
    button: "پیوستن",
    joining: "در حال پیوستن…",
    paste: "پیوند دعوت‌نامهٔ شما",
    open: "گشودن",
  },

  drafts: {
    title: "پیش‌نویس‌های شما",
    none: "هنوز در هیچ پیش‌نویسی شرکت ندارید. پیوند دعوتی را که دبیرخانه فرستاده است باز کنید.",
    signedInAs: (name) => `با نام ${isolated(name)} وارد شده‌اید`,
  },

  header: {
    outline: "نمای کلی",
    language: "زبان متن",
    more: "بیشتر",
    signOut: "خروج",
    shortcuts: "میان‌برهای صفحه‌کلید",
    invitations: "دعوت‌نامه‌ها…",
    people: "شرکت‌کنندگان…",
    ledger: "دفتر ثبت",
    freezeDraft: "تثبیت کل پیش‌نویس…",
    reopenDraft: "بازگشایی کل پیش‌نویس…",
    you: "شما",
    present: (n) => `${number(n)} نفر در اینجا`,
  },

  masthead: {
    original: (language) => `زبان اصلی: ${isolated(language)}`,
    asOf: (date) => `تا ${date}`,
    frozenOn: (date) => `تثبیت‌شده در ${date}`,
    addressees: "خطاب به",
    organisers: "برگزارکنندگان",
  },

  outline: {
    title: "نمای کلی",
    preamble: "مقدمه",
    frozen: (done, all) => `تثبیت‌شده: ${number(done)} از ${number(all)}`,
    brackets: (n) => `${number(n)} کروشهٔ باز`,
    noBrackets: "کروشهٔ بازی نیست",
    nextBracket: "کروشهٔ بعدی",
    late: lateProposals,
    facilitators: (seats) => `تسهیلگران: ${list(seats)}`,
  },

  paragraph: {
    about: "دربارهٔ این بند",
    preambular: (n) => `بند مقدماتی ${number(n)}`,
    numbered: (number) => `بند ${isolated(number)}`,
    part: (parent, label) => `بند فرعی ${isolated(`${parent} ${label}`)}`,
    note: (sign) => `پانوشت ${isolated(sign)}`,
    heading: (section) => `سرفصل ${isolated(section)}`,
    running: (label) => label,
    brackets: (n) => `${number(n)} کروشه`,
    proposedBy: (seats) => `پیشنهاد: ${list(seats)}`,
    alternativeTo: (number) => `بدیل بند ${isolated(number)}`,
    comments: (n) => `${number(n)} نظر`,
    resolved: "حل‌شده",
    reservation: "حق شرط",
    silenceUntil: (when) => `رویهٔ سکوت تا ${when}`,
    silenceBroken: (seats) => `سکوت را شکست: ${list(seats)}`,
    originalShown: (original, wanted) =>
      `متن اصلی (${original}) نمایش داده می‌شود؛ هنوز به این زبان متنی نیست: ${wanted}`,
    status: (name) => `وضعیت: ${name}. تغییر آن`,
    footnotes: "پانوشت‌ها",
    backToText: (sign) => `بازگشت به نشانهٔ پانوشت ${isolated(sign)} در متن`,
    empty: "هنوز متنی نیست",
    damaged: "سرور نمی‌تواند این متن را از دیسک بخواند. به دبیرخانه خبر دهید: می‌توان آن را از نسخهٔ پشتیبان بازگرداند.",
  },

  freeze: {
    whole: (who, when) => `کل پیش‌نویس تثبیت شده است. ${isolated(who)}، ${when}`,
    hash: (sha) => `SHA-256 ${sha}`,
    button: "تثبیت",
    reopenButton: "بازگشایی",
    title: (what) => `${what} تثبیت شود؟`,
    reopenTitle: (what) => `${what} بازگشایی شود؟`,
    wholeDraft: "کل پیش‌نویس",
    explain:
      "عبارت بی‌درنگ برای همه نهایی می‌شود. هر چه کسی از آن پس بنویسد، یا پیش‌تر بدون اتصال نوشته باشد، در کنار متن به نام او به عنوان پیشنهاد دیرهنگام نگه داشته می‌شود.",
    explainReopen:
      "عبارت تثبیت‌شده و درهم‌ساز آن ثبت‌شده می‌ماند. متن از آن ادامه می‌یابد و هر که حق ویرایش دارد می‌تواند دوباره آن را تغییر دهد.",
    withParts: (n) => `همراه با ${number(n)} جزء آن (بندهای فرعی و پانوشت‌ها).`,
    brackets: (n) => `هنوز توافق نشده: ${number(n)} کروشه در آن باز است.`,
    languages: "به کدام زبان",
    allLanguages: (languages) => (languages.length === 1 ? (languages[0] ?? "") : `همه: ${list(languages)}`),
    oneLanguage: (language) => `فقط ${language}`,
    confirm: (what) => `تثبیت ${what}`,
    reopenConfirm: (what) => `بازگشایی ${what}`,
    working: "یک لحظه…",
    done: (what) => `${what}: متن تثبیت شد`,
    manyDone: (n) => `${number(n)} بند تثبیت شد`,
    manyReopened: (n) => `${number(n)} بند بازگشایی شد`,
    underHand: (what) =>
      `${what}: متن هم‌اکنون تثبیت شد. آنچه سرور تا آن دم دریافت نکرده بود در کنار آن به عنوان پیشنهاد دیرهنگام شما نگه داشته شد.`,
    reopened: (what) => `${what}: متن بازگشایی شد`,
  },

  late: {
    title: lateProposals,
    explain: "پس از تثبیت، یا پس از پایان حق نوشتن نویسنده رسیده است. جزو متن نیست.",
    states: { open: "در دست بررسی", accepted: "پذیرفته", rejected: "ردشده", withdrawn: "پس‌گرفته" },
    amendment: "اصلاحیه",
    withdraw: "پس گرفتن",
    accept: "پذیرفتن",
    reject: "رد…",
    acceptNeedsOpen: "برای پذیرفتن آن نخست متن را بازگشایی کنید: متن تثبیت‌شده هرگز تغییر نمی‌کند.",
    rejectTitle: "این پیشنهاد رد شود؟",
    rejectExplain: "به عنوان ردشده ثبت می‌ماند. دلیل در دفتر ثبت نوشته می‌شود.",
    reason: "دلیل (اختیاری)",
    settledBy: (state, who) => `${state}: ${isolated(who)}`,
    rejectConfirm: "رد",
    inOther: (n, language) => `${lateProposals(n)} (${language})`,
    settled: (n) => `پیشنهادهای رسیدگی‌شده: ${number(n)}`,
    same: "عبارت همان است که اکنون در متن است",
  },

  save: {
    saved: "ذخیره شد",
    connecting: "در حال اتصال…",
    saving: (n) => `در حال ذخیرهٔ ${number(n)}…`,
    offline: "بدون اتصال",
    offlineWith: (n, since) =>
      n === 0 ? `از ${since} بدون اتصال: می‌توانید به نوشتن ادامه دهید` : `از ${since} بدون اتصال: ${changesKept(n)}`,
    hindered: (why, n) => `ذخیره نمی‌شود: ${why}. ${changesKept(n)}`,
    obstacles: {
      disk_full: "دیسک سرور پر است",
      store_unavailable: "پایگاه دادهٔ سرور پاسخ نمی‌دهد",
      silent: "سرور پاسخ نمی‌دهد",
    },
    stopped: (reason) => `ذخیره نمی‌شود: ${reason}`,
    reasons: {
      signed_out: "نشست شما پایان یافته؛ پیوند دعوت خود را دوباره باز کنید",
      revoked: "دبیرخانه به دسترسی شما به این پیش‌نویس پایان داده است",
      malformed: "سرور نتوانست فرستادهٔ این صفحه را بخواند؛ صفحه را دوباره بارگذاری کنید",
      version: "سرور از این صفحه تازه‌تر است؛ صفحه را دوباره بارگذاری کنید",
      impersonation: "این صفحه به جای شخص دیگری پاسخ داد؛ دوباره وارد شوید",
      refused: "سرور تغییری را رد کرد؛ صفحه را دوباره بارگذاری کنید",
      too_much: "یک‌باره بیش از اندازه فرستاده شد؛ برای اتصال دوباره کلیک کنید",
      not_loaded: "ویرایشگر بارگذاری نشد؛ صفحه را دوباره بارگذاری کنید",
    },
    retry: "برای اتصال در همین دم کلیک کنید.",
    reading: "فقط خواندنی",
    announceOffline: "اتصال قطع شد. تغییرات روی این دستگاه نگه داشته می‌شود.",
    announceOnline: "اتصال برقرار شد. همه‌چیز ذخیره شد.",
    announceHindered:
      "سرور اکنون نمی‌تواند ذخیره کند. تغییرات روی این دستگاه نگه داشته می‌شود و می‌توانید به نوشتن ادامه دهید.",
    announceSaved: "همه‌چیز دوباره ذخیره شد.",
  },

  settle: {
    title: (words) => `کروشهٔ [${isolated(words)}]`,
    keep: "نگه داشتن بدون کروشه",
    choose: "گزینش این یکی",
    drop: "حذف",
    kept: "کروشه برداشته شد: این واژه‌ها می‌مانند.",
    dropped: "کروشه برداشته شد: این واژه‌ها حذف شدند.",
    keepKey: "نگه داشتن واژه‌های این کروشه",
    dropKey: "حذف واژه‌های این کروشه",
  },

  format: {
    title: "قالب‌بندی",
    strong: "درشت",
    em: "کج",
    link: "پیوند",
    linkTitle: "پیوند",
    linkAddress: "نشانی",
    linkHint: "https://…, http://…, mailto:…",
    linkInvalid: "نشانی کاملی بدهید که با \u2066https://\u2069 یا \u2066http://\u2069 یا \u2066mailto:\u2069 آغاز شود",
    linkSet: "گذاشتن پیوند",
    linkRemove: "برداشتن پیوند",
    linkNeedsWords: "نخست واژه‌ها را برگزینید",
  },

  exports: {
    button: "خروجی",
    title: "خروجی گرفتن از پیش‌نویس",
    language: "زبان",
    format: "قالب",
    make: "ساختن فایل",
    making: (format) => `در حال آماده‌سازی ${isolated(format)}…`,
    done: (name) => `${isolated(name)} آماده است`,
    certificateNeedsFreeze: "هنگامی که چیزی تثبیت شود در دسترس است",
    verify: "راستی‌آزمایی بسته یا گواهی",
  },

  invitations: {
    title: "دعوت‌نامه‌ها",
    explain: "هر پیوند برای یک نفر و یک بار است. فقط همین یک بار در اینجا نشان داده می‌شود: رونوشت بگیرید و بفرستید.",
    name: "نام",
    role: "نقش",
    seat: "کرسی",
    noSeat: "بدون کرسی",
    invite: "دعوت",
    link: "پیوند",
    copy: "رونوشت",
    copied: "رونوشت شد",
    none: "هنوز کسی دعوت نشده است.",
    states: {
      open: "هنوز به کار نرفته",
      used: "پیوسته",
      expired: "مهلتش گذشته",
      reusable: "دوباره قابل استفاده",
    },
    until: (when) => `معتبر تا ${when}`,
  },

  shortcuts: {
    title: "میان‌برهای صفحه‌کلید",
    nextBracket: "کروشهٔ بعدی",
    previousBracket: "کروشهٔ قبلی",
    freeze: "تثبیت یا بازگشایی این بند",
    nextParagraph: "بند بعدی",
    previousParagraph: "بند قبلی",
    bold: "درشت",
    italic: "کج",
    link: "پیوند",
    undo: "برگرداندن تغییر خود",
    redo: "انجام دوباره",
    help: "همین فهرست",
  },
}
