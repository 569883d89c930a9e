import type { Page } from ".."
import { locale } from "./locale"

const { list, number } = locale

const roles: Page["roles"] = {
  observer: "Байкоочу",
  expert: "Эксперт",
  moderator: "Модератор",
  secretariat: "Катчылык",
}

const statuses: Page["statuses"] = {
  draft: "Киргизилген",
  bracketed: "Кашаа ичинде",
  agreed_ad_ref: "Ad ref. макулдашылган",
  agreed: "Макулдашылган",
  under_silence: "Үнсүз макулдукта",
  frozen: "Мөөрлөнгөн",
  late_proposal: "Кечиккен сунуш",
  withdrawn: "Кайтарылып алынган",
}

const statusMeanings: Page["statusMeanings"] = {
  draft: "Киргизилген, азырынча окула элек",
  bracketed: "Чарчы кашаада макулдашылбаган сөздөр бар",
  agreed_ad_ref: "Залда макулдашылган, жетекчилик ырасташы керек (ad referendum)",
  agreed: "Кашаасыз макулдашылган",
  under_silence: "Үнсүз макулдук жол-жобосу: эч ким каршы болбосо, мөөнөт бүткөндө макулдашылган болот",
  frozen: "Модераторлор жапкан",
  late_proposal: "Мөөрлөнгөндөн кийин келген; сакталган, текстке кирбейт",
  withdrawn: "Сунуш кылгандар кайтарып алган; тарыхта сакталган",
}

const kinds: Page["kinds"] = {
  title: "Аталышы",
  subtitle: "Кошумча аталышы",
  preambular: "Преамбуланын пункту",
  chapeau: "Кириш абзац",
  heading: "Бөлүмдүн аталышы",
  recommendation: "Сунуштама",
  subparagraph: "Пунктча",
  footnote: "Эскертме",
}

const formats: Page["formats"] = {
  pdf: "PDF, басып чыгаруу жана архив үчүн",
  docx: "Word (DOCX)",
  html: "Веб-барак (HTML)",
  md: "Markdown",
  akn: "Akoma Ntoso (XML)",
  json: "JSON",
  bundle: "Топтом, баары бир файлда",
  certificate: "Мөөрлөө сертификаты",
}

const lateProposals = (n: number): string => `${number(n)} кечиккен сунуш`
const changesKept = (n: number): string => `${number(n)} өзгөртүү ушул түзмөктө сакталды`

export const page: Page = {
  close: "Жабуу",
  cancel: "Жокко чыгаруу",
  back: "Долбоорлоруңузга кайтуу",
  backTo: (symbol) => `${symbol}: долбоорго кайтуу`,
  tryAgain: "Кайталоо",
  skip: "Текстке өтүү",
  loading: "Ачылууда…",
  someone: "Катышуучу",
  roles,
  statuses,
  statusMeanings,
  kinds,
  stages: {
    zero_draft: "Нөлдүк долбоор",
    compilation_text: "Жыйынды текст",
    rolling_text: "Учурдагы жумушчу текст",
    clean_text: "Таза текст",
  },
  readings: { first: "биринчи окуу", second: "экинчи окуу" },
  formats,

  join: {
    title: "Сиз чакырылдыңыз",
    explain:
      "Бул шилтеме сизди өз атыңыздан долбоор боюнча сүйлөшүүгө киргизет. Ал сизге гана арналган: башкага бербеңиз.",
    button: "Кошулуу",
    joining: "Кирүү…",
    paste: "Чакырууңуздагы шилтеме",
    open: "Ачуу",
  },

  drafts: {
    title: "Долбоорлоруңуз",
    none: "Сиз азырынча эч бир долбоорго катышпайсыз. Катчылык жөнөткөн чакыруу шилтемесин ачыңыз.",
    signedInAs: (name) => `Сиз кирген ат: ${name}`,
  },

  header: {
    outline: "Түзүмү",
    language: "Тексттин тили",
    more: "Дагы",
    signOut: "Чыгуу",
    shortcuts: "Баскычтардын айкалыштары",
    invitations: "Чакыруулар…",
    people: "Катышуучулар…",
    ledger: "Журнал",
    freezeDraft: "Бүтүндөй долбоорду мөөрлөө…",
    reopenDraft: "Бүтүндөй долбоорду кайра ачуу…",
    you: "сиз",
    present: (n) => `Бул жерде ${number(n)} адам`,
  },

  masthead: {
    original: (language) => `Түпнуска тили: ${language}`,
    asOf: (date) => `${date} карата абалы`,
    frozenOn: (date) => `Мөөрлөнгөн күнү: ${date}`,
    addressees: "Кимге",
    organisers: "Уюштуруучулар",
  },

  outline: {
    title: "Түзүмү",
    preamble: "Преамбула",
    frozen: (done, all) => `Мөөрлөнгөнү: ${number(done)} / ${number(all)}`,
    brackets: (n) => `${number(n)} ачык кашаа`,
    noBrackets: "Ачык кашаа жок",
    nextBracket: "Кийинки кашаа",
    late: lateProposals,
    facilitators: (seats) => `Координаторлор: ${list(seats)}`,
  },

  paragraph: {
    about: "Ушул пункт жөнүндө",
    preambular: (n) => `Преамбуланын ${number(n)}-пункту`,
    numbered: (number) => `${number}‑пункт`,
    part: (parent, label) => `Пунктча ${parent} ${label}`,
    note: (sign) => `Эскертме ${sign}`,
    heading: (section) => `Бөлүмдүн аталышы ${section}`,
    running: (label) => label.charAt(0).toLowerCase() + label.slice(1),
    brackets: (n) => `${number(n)} кашаа`,
    proposedBy: (seats) => `Сунуш кылган: ${list(seats)}`,
    alternativeTo: (number) => `Альтернатива, негизги пункт: ${number}`,
    comments: (n) => `${number(n)} пикир`,
    resolved: "чечилди",
    reservation: "Кошумча шарт",
    silenceUntil: (when) => `Үнсүз макулдуктун мөөнөтү: ${when}`,
    silenceBroken: (seats) => `Унчукпоону бузган: ${list(seats)}`,
    originalShown: (original, wanted) => `Түпнуска көрсөтүлдү (${original}); бул тилде текст азырынча жок: ${wanted}`,
    status: (name) => `Абалы: ${name}. Өзгөртүү`,
    footnotes: "Эскертмелер",
    backToText: (sign) => `Тексттеги ${sign} эскертме белгисине кайтуу`,
    empty: "Текст азырынча жок",
    damaged:
      "Сервер бул текстти дисктен окуй албайт. Катчылыкка билдириңиз: аны камдык көчүрмөдөн калыбына келтирүүгө болот.",
  },

  freeze: {
    whole: (who, when) => `Бүтүндөй долбоор мөөрлөнгөн. ${who}, ${when}`,
    hash: (sha) => `SHA-256 ${sha}`,
    button: "Мөөрлөө",
    reopenButton: "Кайра ачуу",
    title: (what) => `Мөөрлөнсүнбү: ${what}?`,
    reopenTitle: (what) => `Кайра ачылсынбы: ${what}?`,
    wholeDraft: "бүтүндөй долбоор",
    explain:
      "Сөздөр баарына дароо акыркы болуп калат. Андан кийин терилген же мурда байланышсыз терилген нерсенин баары тексттин жанында автордун аты менен кечиккен сунуш катары сакталат.",
    explainReopen:
      "Мөөрлөнгөн сөздөр жана алардын хеши каттоодо калат. Текст ошол жерден уланат, оңдоо укугу бар ар ким аны кайра өзгөртө алат.",
    withParts: (n) => `Аны менен кошо ${number(n)} бөлүк (пунктчалар жана эскертмелер).`,
    brackets: (n) => `Азырынча макулдашылган эмес: анда ${number(n)} кашаа ачык турат.`,
    languages: "Кайсы тилде",
    allLanguages: (languages) => (languages.length === 1 ? (languages[0] ?? "") : `Баарында: ${list(languages)}`),
    oneLanguage: (language) => `${language} гана`,
    confirm: (what) => `Мөөрлөө: ${what}`,
    reopenConfirm: (what) => `Кайра ачуу: ${what}`,
    working: "Бир аз күтүңүз…",
    done: (what) => `${what}: текст мөөрлөндү`,
    manyDone: (n) => `${number(n)} пункт мөөрлөндү`,
    manyReopened: (n) => `${number(n)} пункт кайра ачылды`,
    underHand: (what) =>
      `${what}: текст жаңы эле мөөрлөндү. Серверге ушуга чейин жетпегени анын жанында сиздин кечиккен сунушуңуз катары сакталды.`,
    reopened: (what) => `${what}: текст кайра ачылды`,
  },

  late: {
    title: lateProposals,
    explain: "Мөөрлөнгөндөн кийин же автордун жазуу укугу бүткөндөн кийин келген. Текстке кирбейт.",
    states: {
      open: "Каралууда",
      accepted: "Кабыл алынган",
      rejected: "Четке кагылган",
      withdrawn: "Кайтарылып алынган",
    },
    amendment: "Түзөтүү",
    withdraw: "Кайтарып алуу",
    accept: "Кабыл алуу",
    reject: "Четке кагуу…",
    acceptNeedsOpen: "Кабыл алуу үчүн адегенде текстти кайра ачыңыз: мөөрлөнгөн текст эч качан өзгөрбөйт.",
    rejectTitle: "Бул сунуш четке кагылсынбы?",
    rejectExplain: "Ал четке кагылган катары катталып калат. Себеби журналга киргизилет.",
    reason: "Себеби (милдеттүү эмес)",
    settledBy: (state, who) => `${state}: ${who}`,
    rejectConfirm: "Четке кагуу",
    inOther: (n, language) => `${lateProposals(n)} (тили: ${language})`,
    settled: (n) => `Чечилген сунуштар: ${number(n)}`,
    same: "Сөздөр азыркы тексттегидей",
  },

  save: {
    saved: "Сакталды",
    connecting: "Туташууда…",
    saving: (n) => `Сакталууда: ${number(n)}…`,
    offline: "Байланыш жок",
    offlineWith: (n, since) =>
      n === 0 ? `${since} бери байланыш жок: жаза берсеңиз болот` : `${since} бери байланыш жок: ${changesKept(n)}`,
    hindered: (why, n) => `Сакталбай жатат: ${why}. ${changesKept(n)}`,
    obstacles: {
      disk_full: "сервердин диски толгон",
      store_unavailable: "сервердин маалымат базасы жооп бербейт",
      silent: "сервер жооп бербейт",
    },
    stopped: (reason) => `Сакталбай жатат: ${reason}`,
    reasons: {
      signed_out: "сеансыңыз бүттү; чакыруу шилтемеңизди кайра ачыңыз",
      revoked: "катчылык бул долбоорго кирүүңүздү токтотту",
      malformed: "сервер бул барак жөнөткөндү окуй алган жок; баракты жаңыртыңыз",
      version: "сервер бул барактан жаңыраак; баракты жаңыртыңыз",
      impersonation: "бул барак башка адамдын атынан жооп берди; кайра кириңиз",
      refused: "сервер өзгөртүүнү кабыл алган жок; баракты жаңыртыңыз",
      too_much: "бир учурда өтө көп жөнөтүлдү; кайра туташуу үчүн басыңыз",
      not_loaded: "редактор жүктөлгөн жок; баракты жаңыртыңыз",
    },
    retry: "Азыр туташуу үчүн басыңыз.",
    reading: "Окуу үчүн гана",
    announceOffline: "Байланыш үзүлдү. Өзгөртүүлөр ушул түзмөктө сакталат.",
    announceOnline: "Байланыш калыбына келди. Баары сакталды.",
    announceHindered: "Сервер азыр сактай албайт. Өзгөртүүлөр ушул түзмөктө сакталат; жаза берсеңиз болот.",
    announceSaved: "Баары кайрадан сакталды.",
  },

  settle: {
    title: (words) => `Кашаа [${words}]`,
    keep: "Кашаасыз калтыруу",
    choose: "Ушул вариантты тандоо",
    drop: "Алып салуу",
    kept: "Кашаа алынды: бул сөздөр калды.",
    dropped: "Кашаа алынды: бул сөздөр алып салынды.",
    keepKey: "Ушул кашаадагы сөздөрдү калтыруу",
    dropKey: "Ушул кашаадагы сөздөрдү алып салуу",
  },

  format: {
    title: "Форматтоо",
    strong: "Калың",
    em: "Курсив",
    link: "Шилтеме",
    linkTitle: "Шилтеме",
    linkAddress: "Дарек",
    linkHint: "https://…, http://… же mailto:…",
    linkInvalid: "https://, http:// же mailto: менен башталган толук даректи киргизиңиз",
    linkSet: "Шилтеме коюу",
    linkRemove: "Шилтемени алуу",
    linkNeedsWords: "Адегенде сөздөрдү белгилеңиз",
  },

  exports: {
    button: "Экспорт",
    title: "Долбоорду экспорттоо",
    language: "Тили",
    format: "Форматы",
    make: "Файл түзүү",
    making: (format) => `Даярдалууда: ${format}…`,
    done: (name) => `${name} даяр`,
    certificateNeedsFreeze: "бир нерсе мөөрлөнгөндө жеткиликтүү болот",
    verify: "Топтомду же сертификатты текшерүү",
  },

  invitations: {
    title: "Чакыруулар",
    explain:
      "Ар бир шилтеме бир адамга жана бир жолу колдонууга арналган. Ал ушул жерде бир гана жолу көрсөтүлөт: көчүрүп алып, жөнөтүңүз.",
    name: "Аты",
    role: "Ролу",
    seat: "Орду",
    noSeat: "Орунсуз",
    invite: "Чакыруу",
    link: "Шилтеме",
    copy: "Көчүрүү",
    copied: "Көчүрүлдү",
    none: "Азырынча эч ким чакырылган жок.",
    states: {
      open: "колдонула элек",
      used: "кошулган",
      expired: "мөөнөтү өткөн",
      reusable: "кайра колдонууга болот",
    },
    until: (when) => `жарактуу мөөнөтү: ${when}`,
  },

  shortcuts: {
    title: "Баскычтардын айкалыштары",
    nextBracket: "Кийинки кашаа",
    previousBracket: "Мурунку кашаа",
    freeze: "Ушул пунктту мөөрлөө же кайра ачуу",
    nextParagraph: "Кийинки пункт",
    previousParagraph: "Мурунку пункт",
    bold: "Калың",
    italic: "Курсив",
    link: "Шилтеме",
    undo: "Өз өзгөртүүсүн жокко чыгаруу",
    redo: "Кайтаруу",
    help: "Ушул тизме",
  },
}
