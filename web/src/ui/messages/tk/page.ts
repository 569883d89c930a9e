import type { Page } from ".."
import { locale } from "./locale"

const { list, number } = locale

const roles: Page["roles"] = {
  observer: "Synçy",
  expert: "Bilermen",
  moderator: "Moderator",
  secretariat: "Sekretariat",
}

const statuses: Page["statuses"] = {
  draft: "Hödürlenen",
  bracketed: "Ýaýyň içinde",
  agreed_ad_ref: "Ad ref. ylalaşylan",
  agreed: "Ylalaşylan",
  under_silence: "Sessiz ylalaşykda",
  frozen: "Möhürlenen",
  late_proposal: "Giç gelen teklip",
  withdrawn: "Yzyna alnan",
}

const statusMeanings: Page["statusMeanings"] = {
  draft: "Hödürlenen, entek okalmadyk",
  bracketed: "Kwadrat ýaýlarda ylalaşylmadyk sözler bar",
  agreed_ad_ref: "Zalda ylalaşylan, ýolbaşçylar tassyklamaly (ad referendum)",
  agreed: "Ýaýsyz ylalaşylan",
  under_silence: "Sessiz ylalaşyk tertibi: hiç kim garşy bolmasa, möhlet gutaranda ylalaşylan hasaplanýar",
  frozen: "Moderatorlar ýapdy",
  late_proposal: "Möhürlenenden soň geldi; saklandy, tekste girmeýär",
  withdrawn: "Hödürlänler yzyna aldy; taryhda saklandy",
}

const kinds: Page["kinds"] = {
  title: "Ady",
  subtitle: "Goşmaça ady",
  preambular: "Giriş bendi",
  chapeau: "Giriş abzasy",
  heading: "Bölümiň ady",
  recommendation: "Maslahat beriş",
  subparagraph: "Kiçi bent",
  footnote: "Bellik",
}

const formats: Page["formats"] = {
  pdf: "PDF, çap etmek we arhiw üçin",
  docx: "Word (DOCX)",
  html: "Web sahypasy (HTML)",
  md: "Markdown",
  akn: "Akoma Ntoso (XML)",
  json: "JSON",
  bundle: "Toplum, hemmesi bir faýlda",
  certificate: "Möhürlemek şahadatnamasy",
}

const lateProposals = (n: number): string => `${number(n)} giç gelen teklip`
const changesKept = (n: number): string => `${number(n)} üýtgetme şu enjamda saklandy`

export const page: Page = {
  close: "Ýapmak",
  cancel: "Goýbolsun etmek",
  back: "Taslamalaryňyza dolanmak",
  backTo: (symbol) => `${symbol}: taslama dolanmak`,
  tryAgain: "Gaýtadan synanyşmak",
  skip: "Tekste geçmek",
  loading: "Açylýar…",
  someone: "Gatnaşyjy",
  roles,
  statuses,
  statusMeanings,
  kinds,
  stages: {
    zero_draft: "Nol taslama",
    compilation_text: "Jemlenen tekst",
    rolling_text: "Häzirki iş teksti",
    clean_text: "Arassa tekst",
  },
  readings: { first: "birinji okalyş", second: "ikinji okalyş" },
  formats,

  join: {
    title: "Siz çagyryldyňyz",
    explain:
      "Bu baglanyşyk sizi öz adyňyzdan taslama boýunça gepleşiklere girizýär. Ol diňe size niýetlenen: başga birine bermäň.",
    button: "Goşulmak",
    joining: "Girilýär…",
    paste: "Çakylygyňyzdaky baglanyşyk",
    open: "Açmak",
  },

  drafts: {
    title: "Taslamalaryňyz",
    none: "Siz entek hiç bir taslama gatnaşmaýarsyňyz. Sekretariatyň iberen çakylyk baglanyşygyny açyň.",
    signedInAs: (name) => `Siziň giren adyňyz: ${name}`,
  },

  header: {
    outline: "Gurluşy",
    language: "Tekstiň dili",
    more: "Ýene",
    signOut: "Çykmak",
    shortcuts: "Klawiaturanyň gysga ýollary",
    invitations: "Çakylyklar…",
    people: "Gatnaşyjylar…",
    ledger: "Žurnal",
    freezeDraft: "Tutuş taslamany möhürlemek…",
    reopenDraft: "Tutuş taslamany täzeden açmak…",
    you: "siz",
    present: (n) => `Bu ýerde ${number(n)} adam`,
  },

  masthead: {
    original: (language) => `Asyl dili: ${language}`,
    asOf: (date) => `${date} ýagdaýyna görä`,
    frozenOn: (date) => `Möhürlenen senesi: ${date}`,
    addressees: "Kime",
    organisers: "Guramaçylar",
  },

  outline: {
    title: "Gurluşy",
    preamble: "Giriş",
    frozen: (done, all) => `Möhürlenen: ${number(done)} / ${number(all)}`,
    brackets: (n) => `${number(n)} açyk ýaý`,
    noBrackets: "Açyk ýaý ýok",
    nextBracket: "Indiki ýaý",
    late: lateProposals,
    facilitators: (seats) => `Utgaşdyryjylar: ${list(seats)}`,
  },

  paragraph: {
    about: "Şu bent hakynda",
    preambular: (n) => `Giriş bendi ${number(n)}`,
    numbered: (number) => `Bent ${number}`,
    part: (parent, label) => `Kiçi bent ${parent} ${label}`,
    note: (sign) => `Bellik ${sign}`,
    heading: (section) => `Bölümiň ady ${section}`,
    running: (label) => label.charAt(0).toLowerCase() + label.slice(1),
    brackets: (n) => `${number(n)} ýaý`,
    proposedBy: (seats) => `Hödürlän: ${list(seats)}`,
    alternativeTo: (number) => `Başga görnüşi, esasy bent: ${number}`,
    comments: (n) => `${number(n)} teswir`,
    resolved: "çözüldi",
    reservation: "Ätiýaçlyk şerti",
    silenceUntil: (when) => `Sessiz ylalaşygyň möhleti: ${when}`,
    silenceBroken: (seats) => `Dymyşlygy bozan: ${list(seats)}`,
    originalShown: (original, wanted) => `Asyl nusga görkezildi (${original}); bu dilde tekst entek ýok: ${wanted}`,
    status: (name) => `Ýagdaýy: ${name}. Üýtgetmek`,
    footnotes: "Bellikler",
    backToText: (sign) => `Tekstdäki ${sign} belligiň belgisine dolanmak`,
    empty: "Tekst entek ýok",
    damaged:
      "Serwer bu teksti diskden okap bilmeýär. Sekretariata habar beriň: ony ätiýaçlyk nusgadan dikeldip bolýar.",
  },

  freeze: {
    whole: (who, when) => `Tutuş taslama möhürlenen. ${who}, ${when}`,
    hash: (sha) => `SHA-256 ${sha}`,
    button: "Möhürlemek",
    reopenButton: "Täzeden açmak",
    title: (what) => `Möhürlensinmi: ${what}?`,
    reopenTitle: (what) => `Täzeden açylsynmy: ${what}?`,
    wholeDraft: "tutuş taslama",
    explain:
      "Sözler hemmeler üçin derrew gutarnykly bolýar. Şondan soň ýazylan ýa-da öň aragatnaşyksyz ýazylan ähli zat tekstiň ýanynda awtoryň ady bilen giç gelen teklip hökmünde saklanýar.",
    explainReopen:
      "Möhürlenen sözler we olaryň heşi bellikde galýar. Tekst şol ýerden dowam edýär we redaktirlemäge hukugy bolan her kim ony ýene üýtgedip bilýär.",
    withParts: (n) => `Onuň bilen bile ${number(n)} bölek (kiçi bentler we bellikler).`,
    brackets: (n) => `Entek ylalaşylmady: onda ${number(n)} ýaý açyk.`,
    languages: "Haýsy dilde",
    allLanguages: (languages) => (languages.length === 1 ? (languages[0] ?? "") : `Hemmesinde: ${list(languages)}`),
    oneLanguage: (language) => `Diňe ${language}`,
    confirm: (what) => `Möhürlemek: ${what}`,
    reopenConfirm: (what) => `Täzeden açmak: ${what}`,
    working: "Garaşyň…",
    done: (what) => `${what}: tekst möhürlendi`,
    manyDone: (n) => `${number(n)} bent möhürlendi`,
    manyReopened: (n) => `${number(n)} bent täzeden açyldy`,
    underHand: (what) =>
      `${what}: tekst ýaňy möhürlendi. Serweriň şoňa çenli almadyk zady onuň ýanynda siziň giç gelen teklibiňiz hökmünde saklandy.`,
    reopened: (what) => `${what}: tekst täzeden açyldy`,
  },

  late: {
    title: lateProposals,
    explain: "Möhürlenenden soň ýa-da awtoryň ýazmak hukugy gutarandan soň geldi. Tekste girmeýär.",
    states: { open: "Seredilýär", accepted: "Kabul edilen", rejected: "Ret edilen", withdrawn: "Yzyna alnan" },
    amendment: "Düzediş",
    withdraw: "Yzyna almak",
    accept: "Kabul etmek",
    reject: "Ret etmek…",
    acceptNeedsOpen: "Kabul etmek üçin ilki teksti täzeden açyň: möhürlenen tekst hiç haçan üýtgemeýär.",
    rejectTitle: "Bu teklip ret edilsinmi?",
    rejectExplain: "Ol ret edilen hökmünde bellikde galýar. Sebäbi žurnala girizilýär.",
    reason: "Sebäbi (hökman däl)",
    settledBy: (state, who) => `${state}: ${who}`,
    rejectConfirm: "Ret etmek",
    inOther: (n, language) => `${lateProposals(n)} (dili: ${language})`,
    settled: (n) => `Çözülen teklipler: ${number(n)}`,
    same: "Sözler häzirki tekstdäki ýaly",
  },

  save: {
    saved: "Saklandy",
    connecting: "Birikýär…",
    saving: (n) => `Saklanýar: ${number(n)}…`,
    offline: "Aragatnaşyk ýok",
    offlineWith: (n, since) =>
      n === 0
        ? `${since} bäri aragatnaşyk ýok: ýazmagy dowam edip bilersiňiz`
        : `${since} bäri aragatnaşyk ýok: ${changesKept(n)}`,
    hindered: (why, n) => `Saklanmaýar: ${why}. ${changesKept(n)}`,
    obstacles: {
      disk_full: "serweriň diski doldy",
      store_unavailable: "serweriň maglumat bazasy jogap bermeýär",
      silent: "serwer jogap bermeýär",
    },
    stopped: (reason) => `Saklanmaýar: ${reason}`,
    reasons: {
      signed_out: "seansyňyz gutardy; çakylyk baglanyşygyňyzy ýene açyň",
      revoked: "sekretariat bu taslama girişiňizi ýatyrdy",
      malformed: "serwer bu sahypanyň ibereni okap bilmedi; sahypany täzeläň",
      version: "serwer bu sahypadan täze; sahypany täzeläň",
      impersonation: "bu sahypa başga adamyň adyndan jogap berdi; gaýtadan giriň",
      refused: "serwer üýtgetmäni kabul etmedi; sahypany täzeläň",
      too_much: "birbada gaty köp iberildi; gaýtadan birikmek üçin basyň",
      not_loaded: "redaktor ýüklenmedi; sahypany täzeläň",
    },
    retry: "Häzir birikmek üçin basyň.",
    reading: "Diňe okamak",
    announceOffline: "Aragatnaşyk kesildi. Üýtgetmeler şu enjamda saklanýar.",
    announceOnline: "Aragatnaşyk dikeldildi. Hemmesi saklandy.",
    announceHindered: "Serwer häzir saklap bilmeýär. Üýtgetmeler şu enjamda saklanýar; ýazmagy dowam edip bilersiňiz.",
    announceSaved: "Hemmesi ýene saklandy.",
  },

  settle: {
    title: (words) => `Ýaý [${words}]`,
    keep: "Ýaýsyz galdyrmak",
    choose: "Şu görnüşi saýlamak",
    drop: "Aýyrmak",
    kept: "Ýaý aýryldy: bu sözler galdy.",
    dropped: "Ýaý aýryldy: bu sözler aýryldy.",
    keepKey: "Şu ýaýdaky sözleri galdyrmak",
    dropKey: "Şu ýaýdaky sözleri aýyrmak",
  },

  format: {
    title: "Formatlamak",
    strong: "Galyň",
    em: "Kursiw",
    link: "Baglanyşyk",
    linkTitle: "Baglanyşyk",
    linkAddress: "Salgy",
    linkHint: "https://…, http://… ýa-da mailto:…",
    linkInvalid: "https://, http:// ýa-da mailto: bilen başlanýan doly salgyny ýazyň",
    linkSet: "Baglanyşyk goýmak",
    linkRemove: "Baglanyşygy aýyrmak",
    linkNeedsWords: "Ilki sözleri belläň",
  },

  exports: {
    button: "Eksport",
    title: "Taslamany eksport etmek",
    language: "Dili",
    format: "Formaty",
    make: "Faýl döretmek",
    making: (format) => `Taýýarlanýar: ${format}…`,
    done: (name) => `${name} taýýar`,
    certificateNeedsFreeze: "bir zat möhürlenende elýeterli bolýar",
    verify: "Toplumy ýa-da şahadatnamany barlamak",
  },

  invitations: {
    title: "Çakylyklar",
    explain:
      "Her baglanyşyk bir adam üçin we bir gezek ulanmak üçin. Ol diňe şu ýerde bir gezek görkezilýär: göçüriň we iberiň.",
    name: "Ady",
    role: "Wezipesi",
    seat: "Orny",
    noSeat: "Orunsyz",
    invite: "Çagyrmak",
    link: "Baglanyşyk",
    copy: "Göçürmek",
    copied: "Göçürildi",
    none: "Entek hiç kim çagyrylmady.",
    states: {
      open: "ulanylmadyk",
      used: "goşulan",
      expired: "möhleti geçen",
      reusable: "gaýtadan ulanyp bolýar",
    },
    until: (when) => `möhleti: ${when}`,
  },

  shortcuts: {
    title: "Klawiaturanyň gysga ýollary",
    nextBracket: "Indiki ýaý",
    previousBracket: "Öňki ýaý",
    freeze: "Şu bendi möhürlemek ýa-da täzeden açmak",
    nextParagraph: "Indiki bent",
    previousParagraph: "Öňki bent",
    bold: "Galyň",
    italic: "Kursiw",
    link: "Baglanyşyk",
    undo: "Öz üýtgetmäňizi ýatyrmak",
    redo: "Gaýtarmak",
    help: "Şu sanaw",
  },
}
