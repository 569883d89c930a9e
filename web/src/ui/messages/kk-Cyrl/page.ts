import type { Page } from ".."
import { locale } from "./locale"

const { list, number } = locale

const roles: Page["roles"] = {
  observer: "Бақылаушы",
  expert: "Сарапшы",
  moderator: "Модератор",
  secretariat: "Хатшылық",
}

const statuses: Page["statuses"] = {
  draft: "Енгізілген",
  bracketed: "Жақша ішінде",
  agreed_ad_ref: "Ad ref. келісілген",
  agreed: "Келісілген",
  under_silence: "Үнсіз келісімде",
  frozen: "Мөрленген",
  late_proposal: "Кешіккен ұсыныс",
  withdrawn: "Кері алынған",
}

const statusMeanings: Page["statusMeanings"] = {
  draft: "Енгізілген, әлі оқылмаған",
  bracketed: "Төртбұрышты жақшада келісілмеген тұжырым бар",
  agreed_ad_ref: "Залда келісілген, басшылық растауға тиіс (ad referendum)",
  agreed: "Жақшасыз келісілген",
  under_silence: "Үнсіз келісім рәсімі: ешкім қарсы болмаса, мерзім біткенде келісілген болады",
  frozen: "Модераторлар жапқан",
  late_proposal: "Мөрленгеннен кейін келген; сақталған, мәтінге кірмейді",
  withdrawn: "Ұсынушылар кері алған; тарихта сақталған",
}

const kinds: Page["kinds"] = {
  title: "Тақырып",
  subtitle: "Тақырыпша",
  preambular: "Кіріспе тармағы",
  chapeau: "Кіріспе абзац",
  heading: "Бөлім тақырыбы",
  recommendation: "Ұсыным",
  subparagraph: "Тармақша",
  footnote: "Түсіндірме",
}

const formats: Page["formats"] = {
  pdf: "PDF, басып шығару және мұрағат үшін",
  docx: "Word (DOCX)",
  html: "Веб-бет (HTML)",
  md: "Markdown",
  akn: "Akoma Ntoso (XML)",
  json: "JSON",
  bundle: "Жинақ, бәрі бір файлда",
  certificate: "Мөрлеу сертификаты",
}

const lateProposals = (n: number): string => `${number(n)} кешіккен ұсыныс`
const changesKept = (n: number): string => `${number(n)} өзгеріс осы құрылғыда сақталды`

export const page: Page = {
  close: "Жабу",
  cancel: "Бас тарту",
  back: "Жобаларыңызға оралу",
  backTo: (symbol) => `${symbol}: жобаға оралу`,
  tryAgain: "Қайталау",
  skip: "Мәтінге өту",
  loading: "Ашылуда…",
  someone: "Қатысушы",
  roles,
  statuses,
  statusMeanings,
  kinds,
  stages: {
    zero_draft: "Нөлдік жоба",
    compilation_text: "Жинақталған мәтін",
    rolling_text: "Ағымдағы жұмыс мәтіні",
    clean_text: "Таза мәтін",
  },
  readings: { first: "бірінші оқылым", second: "екінші оқылым" },
  formats,

  join: {
    title: "Сіз шақырылдыңыз",
    explain:
      "Бұл сілтеме сізді өз атыңыздан жоба бойынша келіссөзге кіргізеді. Ол тек сізге арналған: басқаға бермеңіз.",
    button: "Қосылу",
    joining: "Кіру…",
    paste: "Шақыруыңыздағы сілтеме",
    open: "Ашу",
  },

  drafts: {
    title: "Жобаларыңыз",
    none: "Сіз әлі ешбір жобаға қатыспайсыз. Хатшылық жіберген шақыру сілтемесін ашыңыз.",
    signedInAs: (name) => `Сіз кірген ат: ${name}`,
  },

  header: {
    outline: "Құрылымы",
    language: "Мәтін тілі",
    more: "Тағы",
    signOut: "Шығу",
    shortcuts: "Пернелер тіркесімдері",
    invitations: "Шақырулар…",
    people: "Қатысушылар…",
    ledger: "Журнал",
    freezeDraft: "Бүкіл жобаны мөрлеу…",
    reopenDraft: "Бүкіл жобаны қайта ашу…",
    you: "сіз",
    present: (n) => `Мұнда ${number(n)} адам`,
  },

  masthead: {
    original: (language) => `Түпнұсқа тілі: ${language}`,
    asOf: (date) => `${date} күнгі жағдай бойынша`,
    frozenOn: (date) => `Мөрленген күні: ${date}`,
    addressees: "Кімге",
    organisers: "Ұйымдастырушылар",
  },

  outline: {
    title: "Құрылымы",
    preamble: "Кіріспе",
    frozen: (done, all) => `Мөрленгені: ${number(done)} / ${number(all)}`,
    brackets: (n) => `${number(n)} ашық жақша`,
    noBrackets: "Ашық жақша жоқ",
    nextBracket: "Келесі жақша",
    late: lateProposals,
    facilitators: (seats) => `Үйлестірушілер: ${list(seats)}`,
  },

  paragraph: {
    about: "Осы тармақ туралы",
    preambular: (n) => `Кіріспенің ${number(n)}-тармағы`,
    numbered: (number) => `${number}‑тармақ`,
    part: (parent, label) => `Тармақша ${parent} ${label}`,
    note: (sign) => `Түсіндірме ${sign}`,
    heading: (section) => `Бөлім тақырыбы ${section}`,
    running: (label) => label.charAt(0).toLowerCase() + label.slice(1),
    brackets: (n) => `${number(n)} жақша`,
    proposedBy: (seats) => `Ұсынған: ${list(seats)}`,
    alternativeTo: (number) => `Балама, негізгі тармақ: ${number}`,
    comments: (n) => `${number(n)} пікір`,
    resolved: "шешілді",
    reservation: "Ескертпе",
    silenceUntil: (when) => `Үнсіз келісім мерзімі: ${when}`,
    silenceBroken: (seats) => `Үнсіздікті бұзған: ${list(seats)}`,
    originalShown: (original, wanted) => `Түпнұсқа көрсетілген (${original}); бұл тілде мәтін әлі жоқ: ${wanted}`,
    status: (name) => `Мәртебесі: ${name}. Өзгерту`,
    footnotes: "Түсіндірмелер",
    backToText: (sign) => `Мәтіндегі ${sign} түсіндірме белгісіне оралу`,
    empty: "Мәтін әлі жоқ",
    damaged:
      "Сервер бұл мәтінді дискіден оқи алмайды. Хатшылыққа хабарлаңыз: оны сақтық көшірмеден қалпына келтіруге болады.",
  },

  freeze: {
    whole: (who, when) => `Бүкіл жоба мөрленген. ${who}, ${when}`,
    hash: (sha) => `SHA-256 ${sha}`,
    button: "Мөрлеу",
    reopenButton: "Қайта ашу",
    title: (what) => `Мөрленсін бе: ${what}?`,
    reopenTitle: (what) => `Қайта ашылсын ба: ${what}?`,
    wholeDraft: "бүкіл жоба",
    explain:
      "Тұжырым барлығы үшін бірден түпкілікті болады. Содан кейін терілген немесе бұрын байланыссыз терілген сөздердің бәрі мәтін жанында автордың атымен кешіккен ұсыныс ретінде сақталады.",
    explainReopen:
      "Мөрленген тұжырым мен оның хеші тіркелген күйінде қалады. Мәтін содан жалғасады, өңдеу құқығы бар әркім оны қайта өзгерте алады.",
    withParts: (n) => `Онымен бірге ${number(n)} бөлік (тармақшалар мен түсіндірмелер).`,
    brackets: (n) => `Әлі келісілмеген: онда ${number(n)} жақша ашық тұр.`,
    languages: "Қай тілде",
    allLanguages: (languages) => (languages.length === 1 ? (languages[0] ?? "") : `Барлығында: ${list(languages)}`),
    oneLanguage: (language) => `Тек ${language}`,
    confirm: (what) => `Мөрлеу: ${what}`,
    reopenConfirm: (what) => `Қайта ашу: ${what}`,
    working: "Бір сәт…",
    done: (what) => `${what}: мәтін мөрленді`,
    manyDone: (n) => `${number(n)} тармақ мөрленді`,
    manyReopened: (n) => `${number(n)} тармақ қайта ашылды`,
    underHand: (what) =>
      `${what}: мәтін жаңа ғана мөрленді. Серверге осыған дейін жетпегені оның жанында сіздің кешіккен ұсынысыңыз ретінде сақталды.`,
    reopened: (what) => `${what}: мәтін қайта ашылды`,
  },

  late: {
    title: lateProposals,
    explain: "Мөрленгеннен кейін немесе автордың жазу құқығы тоқтағаннан кейін келген. Мәтінге кірмейді.",
    states: { open: "Қаралуда", accepted: "Қабылданған", rejected: "Қабылданбаған", withdrawn: "Кері алынған" },
    amendment: "Түзету",
    withdraw: "Кері алу",
    accept: "Қабылдау",
    reject: "Қабылдамау…",
    acceptNeedsOpen: "Қабылдау үшін алдымен мәтінді қайта ашыңыз: мөрленген мәтін ешқашан өзгермейді.",
    rejectTitle: "Бұл ұсыныс қабылданбасын ба?",
    rejectExplain: "Ол қабылданбаған ретінде тіркеліп қалады. Себебі журналға енгізіледі.",
    reason: "Себебі (міндетті емес)",
    settledBy: (state, who) => `${state}: ${who}`,
    rejectConfirm: "Қабылдамау",
    inOther: (n, language) => `${lateProposals(n)} (тілі: ${language})`,
    settled: (n) => `Шешілген ұсыныстар: ${number(n)}`,
    same: "Тұжырым қазіргі мәтіндегідей",
  },

  save: {
    saved: "Сақталды",
    connecting: "Қосылуда…",
    saving: (n) => `Сақталуда: ${number(n)}…`,
    offline: "Байланыс жоқ",
    offlineWith: (n, since) =>
      n === 0 ? `${since} бері байланыс жоқ: жаза беруге болады` : `${since} бері байланыс жоқ: ${changesKept(n)}`,
    hindered: (why, n) => `Сақталмайды: ${why}. ${changesKept(n)}`,
    obstacles: {
      disk_full: "сервердің дискісі толған",
      store_unavailable: "сервердің дерекқоры жауап бермейді",
      silent: "сервер жауап бермейді",
    },
    stopped: (reason) => `Сақталмайды: ${reason}`,
    reasons: {
      signed_out: "сеансыңыз аяқталды; шақыру сілтемеңізді қайта ашыңыз",
      revoked: "хатшылық бұл жобаға қолжетімділігіңізді тоқтатты",
      malformed: "сервер бұл бет жібергенді оқи алмады; бетті жаңартыңыз",
      version: "сервер бұл беттен жаңарақ; бетті жаңартыңыз",
      impersonation: "бұл бет басқа адамның атынан жауап берді; қайта кіріңіз",
      refused: "сервер өзгерісті қабылдамады; бетті жаңартыңыз",
      too_much: "бірден тым көп жіберілді; қайта қосылу үшін басыңыз",
      not_loaded: "редактор жүктелмеді; бетті жаңартыңыз",
    },
    retry: "Қазір қосылу үшін басыңыз.",
    reading: "Тек оқу",
    announceOffline: "Байланыс үзілді. Өзгерістер осы құрылғыда сақталады.",
    announceOnline: "Байланыс қалпына келді. Бәрі сақталды.",
    announceHindered: "Сервер қазір сақтай алмайды. Өзгерістер осы құрылғыда сақталады; жаза беруге болады.",
    announceSaved: "Бәрі қайтадан сақталды.",
  },

  settle: {
    title: (words) => `Жақша [${words}]`,
    keep: "Жақшасыз қалдыру",
    choose: "Осы нұсқаны таңдау",
    drop: "Алып тастау",
    kept: "Жақша алынды: бұл сөздер қалды.",
    dropped: "Жақша алынды: бұл сөздер алып тасталды.",
    keepKey: "Осы жақшадағы сөздерді қалдыру",
    dropKey: "Осы жақшадағы сөздерді алып тастау",
  },

  format: {
    title: "Пішімдеу",
    strong: "Қалың",
    em: "Көлбеу",
    link: "Сілтеме",
    linkTitle: "Сілтеме",
    linkAddress: "Мекенжай",
    linkHint: "https://…, http://… немесе mailto:…",
    linkInvalid: "https://, http:// немесе mailto: деп басталатын толық мекенжайды енгізіңіз",
    linkSet: "Сілтеме қою",
    linkRemove: "Сілтемені алу",
    linkNeedsWords: "Алдымен сөздерді белгілеңіз",
  },

  exports: {
    button: "Экспорт",
    title: "Жобаны экспорттау",
    language: "Тілі",
    format: "Пішімі",
    make: "Файл жасау",
    making: (format) => `Дайындалуда: ${format}…`,
    done: (name) => `${name} дайын`,
    certificateNeedsFreeze: "бірдеңе мөрленгенде қолжетімді болады",
    verify: "Жинақты немесе сертификатты тексеру",
  },

  invitations: {
    title: "Шақырулар",
    explain:
      "Әр сілтеме бір адамға арналған және бір рет жарамды. Ол тек осы жерде, бір рет көрсетіледі: көшіріп алып, жіберіңіз.",
    name: "Аты",
    role: "Рөлі",
    seat: "Орны",
    noSeat: "Орынсыз",
    invite: "Шақыру",
    link: "Сілтеме",
    copy: "Көшіру",
    copied: "Көшірілді",
    none: "Әлі ешкім шақырылмаған.",
    states: {
      open: "пайдаланылмаған",
      used: "қосылған",
      expired: "мерзімі өткен",
      reusable: "қайта пайдалануға болады",
    },
    until: (when) => `жарамды мерзімі: ${when}`,
  },

  shortcuts: {
    title: "Пернелер тіркесімдері",
    nextBracket: "Келесі жақша",
    previousBracket: "Алдыңғы жақша",
    freeze: "Осы тармақты мөрлеу немесе қайта ашу",
    nextParagraph: "Келесі тармақ",
    previousParagraph: "Алдыңғы тармақ",
    bold: "Қалың",
    italic: "Көлбеу",
    link: "Сілтеме",
    undo: "Өз өзгерісін болдырмау",
    redo: "Қайтару",
    help: "Осы тізім",
  },
}
