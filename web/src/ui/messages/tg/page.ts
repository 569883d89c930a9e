import type { Page } from ".."
import { locale } from "./locale"

const { list, number } = locale

const roles: Page["roles"] = {
  observer: "Нозир",
  expert: "Коршинос",
  moderator: "Модератор",
  secretariat: "Котибот",
}

const statuses: Page["statuses"] = {
  draft: "Пешниҳодшуда",
  bracketed: "Дар қавс",
  agreed_ad_ref: "Мувофиқашуда ad ref.",
  agreed: "Мувофиқашуда",
  under_silence: "Дар ризоияти хомӯшона",
  frozen: "Тасбитшуда",
  late_proposal: "Пешниҳоди дермонда",
  withdrawn: "Бозпасгирифташуда",
}

const statusMeanings: Page["statusMeanings"] = {
  draft: "Пешниҳод шуда, ҳанӯз хонда нашудааст",
  bracketed: "Дар қавсҳои мураббаъ ибораи мувофиқанашуда дорад",
  agreed_ad_ref: "Дар толор мувофиқа шуда, тасдиқи роҳбариятро мехоҳад (ad referendum)",
  agreed: "Бе қавс мувофиқа шудааст",
  under_silence: "Тартиби ризоияти хомӯшона: агар касе эътироз накунад, дар охири муҳлат мувофиқашуда мешавад",
  frozen: "Модераторон бастаанд",
  late_proposal: "Баъд аз тасбит расидааст; нигоҳ дошта шуда, ҷузъи матн нест",
  withdrawn: "Пешниҳодкунандагон бозпас гирифтаанд; дар таърих нигоҳ дошта шудааст",
}

const kinds: Page["kinds"] = {
  title: "Унвон",
  subtitle: "Зерунвон",
  preambular: "Банди муқаддима",
  chapeau: "Сархати муқаддимотӣ",
  heading: "Сарлавҳаи бахш",
  recommendation: "Тавсия",
  subparagraph: "Зербанд",
  footnote: "Эзоҳ",
}

const formats: Page["formats"] = {
  pdf: "PDF, барои чоп ва бойгонӣ",
  docx: "Word (DOCX)",
  html: "Саҳифаи веб (HTML)",
  md: "Markdown",
  akn: "Akoma Ntoso (XML)",
  json: "JSON",
  bundle: "Баста, ҳама дар як файл",
  certificate: "Шаҳодатномаи тасбит",
}

const lateProposals = (n: number): string => `${number(n)} пешниҳоди дермонда`
const changesKept = (n: number): string => `${number(n)} тағйир дар ин дастгоҳ нигоҳ дошта шуд`

export const page: Page = {
  close: "Пӯшидан",
  cancel: "Бекор кардан",
  back: "Ба лоиҳаҳои шумо",
  backTo: (symbol) => `Ба лоиҳаи ${symbol}`,
  tryAgain: "Аз нав кӯшидан",
  skip: "Гузаштан ба матн",
  loading: "Кушода мешавад…",
  someone: "Иштирокчӣ",
  roles,
  statuses,
  statusMeanings,
  kinds,
  stages: {
    zero_draft: "Лоиҳаи сифрӣ",
    compilation_text: "Матни ҷамъбастӣ",
    rolling_text: "Матни кории ҷорӣ",
    clean_text: "Матни тоза",
  },
  readings: { first: "хониши якум", second: "хониши дуюм" },
  formats,

  join: {
    title: "Шумо даъват шудаед",
    explain:
      "Ин пайванд шуморо бо номи худатон ба музокира дар бораи лоиҳа мебарад. Он танҳо барои шумост: ба дигарон надиҳед.",
    button: "Ҳамроҳ шудан",
    joining: "Вуруд…",
    paste: "Пайванди даъватномаи шумо",
    open: "Кушодан",
  },

  drafts: {
    title: "Лоиҳаҳои шумо",
    none: "Шумо ҳанӯз дар ягон лоиҳа иштирок намекунед. Пайванди даъватеро, ки котибот фиристодааст, кушоед.",
    signedInAs: (name) => `Шумо бо ин ном ворид шудаед: ${name}`,
  },

  header: {
    outline: "Сохтор",
    language: "Забони матн",
    more: "Боз",
    signOut: "Баромадан",
    shortcuts: "Миёнбурҳои клавиатура",
    invitations: "Даъватномаҳо…",
    people: "Иштирокчиён…",
    ledger: "Дафтари қайд",
    freezeDraft: "Тасбити тамоми лоиҳа…",
    reopenDraft: "Аз нав кушодани тамоми лоиҳа…",
    you: "шумо",
    present: (n) => `Дар ин ҷо ${number(n)} кас`,
  },

  masthead: {
    original: (language) => `Забони асл: ${language}`,
    asOf: (date) => `Ҳолат ба ${date}`,
    frozenOn: (date) => `Тасбит шуд: ${date}`,
    addressees: "Ба унвони",
    organisers: "Созмондиҳандагон",
  },

  outline: {
    title: "Сохтор",
    preamble: "Муқаддима",
    frozen: (done, all) => `Тасбитшуда: ${number(done)} аз ${number(all)}`,
    brackets: (n) => `${number(n)} қавси кушода`,
    noBrackets: "Қавси кушода нест",
    nextBracket: "Қавси навбатӣ",
    late: lateProposals,
    facilitators: (seats) => `Ҳамоҳангсозон: ${list(seats)}`,
  },

  paragraph: {
    about: "Дар бораи ин банд",
    preambular: (n) => `Банди ${number(n)} муқаддима`,
    numbered: (number) => `Банди ${number}`,
    part: (parent, label) => `Зербанди ${parent} ${label}`,
    note: (sign) => `Эзоҳи ${sign}`,
    heading: (section) => `Сарлавҳаи бахши ${section}`,
    running: (label) => label.charAt(0).toLowerCase() + label.slice(1),
    brackets: (n) => `${number(n)} қавс`,
    proposedBy: (seats) => `Пешниҳоди: ${list(seats)}`,
    alternativeTo: (number) => `Алтернатива ба банди ${number}`,
    comments: (n) => `${number(n)} шарҳ`,
    resolved: "ҳал шуд",
    reservation: "Қайду шарт",
    silenceUntil: (when) => `Ризоияти хомӯшона то ${when}`,
    silenceBroken: (seats) => `Хомӯширо шикаст: ${list(seats)}`,
    originalShown: (original, wanted) =>
      `Матни асл (${original}) нишон дода шуд; ба ин забон ҳанӯз матн нест: ${wanted}`,
    status: (name) => `Вазъ: ${name}. Тағйир додан`,
    footnotes: "Эзоҳҳо",
    backToText: (sign) => `Бозгашт ба аломати эзоҳи ${sign} дар матн`,
    empty: "Ҳанӯз матн нест",
    damaged:
      "Сервер ин матнро аз диск хонда наметавонад. Ба котибот хабар диҳед: онро аз нусхаи эҳтиётӣ барқарор кардан мумкин аст.",
  },

  freeze: {
    whole: (who, when) => `Тамоми лоиҳа тасбит шудааст. ${who}, ${when}`,
    hash: (sha) => `SHA-256 ${sha}`,
    button: "Тасбит",
    reopenButton: "Аз нав кушодан",
    title: (what) => `Тасбит карда шавад: ${what}?`,
    reopenTitle: (what) => `Аз нав кушода шавад: ${what}?`,
    wholeDraft: "тамоми лоиҳа",
    explain:
      "Ибора дарҳол барои ҳама қатъӣ мешавад. Он чи касе баъд аз ин менависад ё пештар бе алоқа навиштааст, дар паҳлӯи матн бо номи муаллиф ҳамчун пешниҳоди дермонда нигоҳ дошта мешавад.",
    explainReopen:
      "Ибораи тасбитшуда ва ҳеши он дар қайд мемонанд. Матн аз он идома меёбад ва ҳар кӣ ҳуқуқи таҳрир дорад, метавонад онро боз тағйир диҳад.",
    withParts: (n) => `Ҳамроҳи он ${number(n)} қисм (зербандҳо ва эзоҳҳо).`,
    brackets: (n) => `Ҳанӯз мувофиқа нашудааст: дар он ${number(n)} қавс кушода аст.`,
    languages: "Ба кадом забон",
    allLanguages: (languages) => (languages.length === 1 ? (languages[0] ?? "") : `Ба ҳама: ${list(languages)}`),
    oneLanguage: (language) => `Танҳо ${language}`,
    confirm: (what) => `Тасбит: ${what}`,
    reopenConfirm: (what) => `Аз нав кушодан: ${what}`,
    working: "Лаҳзае…",
    done: (what) => `${what}: матн тасбит шуд`,
    manyDone: (n) => `${number(n)} банд тасбит шуд`,
    manyReopened: (n) => `${number(n)} банд аз нав кушода шуд`,
    underHand: (what) =>
      `${what}: матн ҳозир тасбит шуд. Он чи сервер то ин дам нагирифта буд, дар паҳлӯи он ҳамчун пешниҳоди дермондаи шумо нигоҳ дошта шуд.`,
    reopened: (what) => `${what}: матн аз нав кушода шуд`,
  },

  late: {
    title: lateProposals,
    explain: "Баъд аз тасбит ё баъд аз поёни ҳуқуқи навиштани муаллиф расидааст. Ҷузъи матн нест.",
    states: { open: "Дар баррасӣ", accepted: "Қабулшуда", rejected: "Радшуда", withdrawn: "Бозпасгирифташуда" },
    amendment: "Ислоҳ",
    withdraw: "Бозпас гирифтан",
    accept: "Қабул кардан",
    reject: "Рад кардан…",
    acceptNeedsOpen: "Барои қабули он аввал матнро аз нав кушоед: матни тасбитшуда ҳаргиз тағйир намеёбад.",
    rejectTitle: "Ин пешниҳод рад карда шавад?",
    rejectExplain: "Он ҳамчун радшуда дар қайд мемонад. Сабаб ба дафтари қайд ворид мешавад.",
    reason: "Сабаб (ихтиёрӣ)",
    settledBy: (state, who) => `${state}: ${who}`,
    rejectConfirm: "Рад кардан",
    inOther: (n, language) => `${lateProposals(n)} (забон: ${language})`,
    settled: (n) => `Пешниҳодҳои ҳалшуда: ${number(n)}`,
    same: "Ибора айнан ҳамон аст, ки дар матни ҳозира",
  },

  save: {
    saved: "Нигоҳ дошта шуд",
    connecting: "Пайваст мешавад…",
    saving: (n) => `Нигоҳ дошта мешавад: ${number(n)}…`,
    offline: "Алоқа нест",
    offlineWith: (n, since) =>
      n === 0
        ? `Аз ${since} алоқа нест: навиштанро идома додан мумкин аст`
        : `Аз ${since} алоқа нест: ${changesKept(n)}`,
    hindered: (why, n) => `Нигоҳ дошта намешавад: ${why}. ${changesKept(n)}`,
    obstacles: {
      disk_full: "диски сервер пур аст",
      store_unavailable: "пойгоҳи додаҳои сервер ҷавоб намедиҳад",
      silent: "сервер ҷавоб намедиҳад",
    },
    stopped: (reason) => `Нигоҳ дошта намешавад: ${reason}`,
    reasons: {
      signed_out: "ҷаласаи шумо анҷом ёфт; пайванди даъвататонро аз нав кушоед",
      revoked: "котибот дастрасии шуморо ба ин лоиҳа қатъ кард",
      malformed: "сервер фиристодаи ин саҳифаро хонда натавонист; саҳифаро аз нав бор кунед",
      version: "сервер аз ин саҳифа навтар аст; саҳифаро аз нав бор кунед",
      impersonation: "ин саҳифа аз номи шахси дигар ҷавоб дод; аз нав ворид шавед",
      refused: "сервер тағйирро рад кард; саҳифаро аз нав бор кунед",
      too_much: "якбора хеле зиёд фиристода шуд; барои пайвастани дубора пахш кунед",
      not_loaded: "муҳаррир бор нашуд; саҳифаро аз нав бор кунед",
    },
    retry: "Барои ҳозир пайваст шудан пахш кунед.",
    reading: "Танҳо хондан",
    announceOffline: "Алоқа қатъ шуд. Тағйирот дар ин дастгоҳ нигоҳ дошта мешавад.",
    announceOnline: "Алоқа барқарор шуд. Ҳама нигоҳ дошта шуд.",
    announceHindered:
      "Сервер ҳозир нигоҳ дошта наметавонад. Тағйирот дар ин дастгоҳ мемонад; навиштанро идома додан мумкин аст.",
    announceSaved: "Ҳама боз нигоҳ дошта шуд.",
  },

  settle: {
    title: (words) => `Қавс [${words}]`,
    keep: "Бе қавс гузоштан",
    choose: "Интихоби ин вариант",
    drop: "Хориҷ кардан",
    kept: "Қавс бардошта шуд: ин калимаҳо монданд.",
    dropped: "Қавс бардошта шуд: ин калимаҳо хориҷ шуданд.",
    keepKey: "Гузоштани калимаҳои ин қавс",
    dropKey: "Хориҷ кардани калимаҳои ин қавс",
  },

  format: {
    title: "Ороиши матн",
    strong: "Ғафс",
    em: "Курсив",
    link: "Пайванд",
    linkTitle: "Пайванд",
    linkAddress: "Суроға",
    linkHint: "https://…, http://… ё mailto:…",
    linkInvalid: "Суроғаи пурраро ворид кунед, ки бо https://, http:// ё mailto: оғоз мешавад",
    linkSet: "Гузоштани пайванд",
    linkRemove: "Гирифтани пайванд",
    linkNeedsWords: "Аввал калимаҳоро ҷудо кунед",
  },

  exports: {
    button: "Содирот",
    title: "Содир кардани лоиҳа",
    language: "Забон",
    format: "Формат",
    make: "Сохтани файл",
    making: (format) => `Тайёр мешавад: ${format}…`,
    done: (name) => `${name} тайёр аст`,
    certificateNeedsFreeze: "вақте чизе тасбит шавад, дастрас мешавад",
    verify: "Санҷидани баста ё шаҳодатнома",
  },

  invitations: {
    title: "Даъватномаҳо",
    explain:
      "Ҳар пайванд барои як кас ва як бор аст. Он танҳо дар ин ҷо, як бор нишон дода мешавад: нусха гиред ва фиристед.",
    name: "Ном",
    role: "Нақш",
    seat: "Ҷой",
    noSeat: "Бе ҷой",
    invite: "Даъват кардан",
    link: "Пайванд",
    copy: "Нусха гирифтан",
    copied: "Нусха гирифта шуд",
    none: "Ҳанӯз касе даъват нашудааст.",
    states: {
      open: "истифоданашуда",
      used: "ҳамроҳшуда",
      expired: "муҳлаташ гузаштааст",
      reusable: "аз нав истифода кардан мумкин",
    },
    until: (when) => `эътибор дорад то ${when}`,
  },

  shortcuts: {
    title: "Миёнбурҳои клавиатура",
    nextBracket: "Қавси навбатӣ",
    previousBracket: "Қавси пешина",
    freeze: "Тасбит ё аз нав кушодани ин банд",
    nextParagraph: "Банди навбатӣ",
    previousParagraph: "Банди пешина",
    bold: "Ғафс",
    italic: "Курсив",
    link: "Пайванд",
    undo: "Бекор кардани тағйири худ",
    redo: "Баргардондан",
    help: "Ин рӯйхат",
  },
}
