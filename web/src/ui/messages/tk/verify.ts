import type { Verifying } from ".."
import { locale } from "./locale"

const { number, list } = locale

export const verify: Verifying["verify"] = {
  title: "Möhürlenen teksti barlamak",
  lead: "Bu möhürlenen tekstiň hut özümi? Muňa onuň bilen bile berlen şahadatnama diňe şu enjamda jogap berýär: bu sahypa hiç ýere hiç zat ibermeýär.",

  drop: "Toplumy şu ýere taşlaň",
  or: "ýa-da",
  choose: "Faýllary saýlamak…",
  what: "Toplum (.zip) ýa-da möhürlemek şahadatnamasy we onda görkezilen islendik faýl.",
  addFiles: "Faýl goşmak…",
  again: "Täzeden başlamak",
  given: (names) => (names.length === 1 ? (names[0] ?? "") : `${number(names.length)} faýl`),
  working: "Barlanýar…",
  tooLarge: (name) => `${name} 256 MB-dan uly: bizde beýle faýl bolmaýar.`,
  unreadable: (name) => `${name} bu enjamdan okalmaýar. Bukjany barlap bolmaýar: onuň faýllaryny saýlaň.`,

  key: "Siziň garaşýan açaryňyz",
  keyHint: "Barmak yzy (SHA256:…) ýa-da açyk açar; sekretariat ony size bu faýllardan başga ýol bilen bermeli.",
  keyUnreadable: "Bu barmak yzy hem (SHA256: we 43 belgi), Ed25519 açyk açary hem däl.",
  keyNone:
    "Deňeşdirilmedi: siziň garaşýan açaryňyz ýokarda görkezilmedi. Bu faýllary üýtgeden adam olara öz açary bilen gol çekip biler.",
  keySame: "Bu siziň garaşan açaryňyz.",
  keyOther: "Bu siziň garaşan açaryňyz däl:",

  headings: {
    proved: "Tassyklandy",
    unconfirmed: "Hemmesi gabat gelýär; açar tassyklanmady",
    otherKey: "Tassyklanmady: başga açar bilen gol çekilen",
    refused: "Tassyklanmady",
  },
  explain: {
    proved: (files) => `${files}. Gol çeken açar — siziň garaşan açaryňyz.`,
    unconfirmed: (files) =>
      `${files}. Oňa aşakdaky açaryň eýesi gol çekdi. Açaryň kimiňkidigini diňe siz anyklap bilersiňiz: onuň barmak yzyny bu faýllardan başga ýol bilen alanyňyz bilen deňeşdiriň.`,
    otherKey:
      "Faýllar özara gabat gelýär, ýöne olary siziň garaşýanyňyz däl-de, başga biri tassyklady. Bu aýdyňlaşýança olara bil baglamaň.",
    refused: (n) => `${number(n)} faýl gabat gelmeýär.`,
    remedy: "Faýllary eksport edilen ýerinden täzeden soraň.",
  },
  filesGiven: (given, all) => {
    if (given === 0)
      return `Şahadatnamada görkezilen ${number(all)} faýlyň hiç biri berilmedi; şahadatnamanyň özi gol çekilen görnüşinde`
    return given === all
      ? `Tassyklanan faýllaryň hemmesi (${number(all)}) tassyklanan görnüşinde`
      : `Tassyklanan ${number(all)} faýldan ${number(given)} berildi, tassyklanan görnüşinde`
  },

  certified: "Näme tassyklanan",
  symbol: "Resminamanyň belgisi",
  draftTitle: "Ady",
  frozen: "Möhürlenen",
  frozenBy: (when, who) => `${when}, ${who}`,
  texts: "Tekstler",
  textsIn: (n, languages) => `${number(n)} tekst: ${list(languages)}`,
  signedWith: "Gol çekilen açar",
  readTexts: "Tassyklanan tekstleri okamak",
  textOf: (paragraph, language) => `${paragraph}, ${language}`,
  wordingNotGiven: "Onuň sözleri berilmedi.",

  files: "Faýllar boýunça",
  levels: { right: "gabat gelýär", note: "subut edilmedi", wrong: "gabat gelmeýär" },
  found: {
    signatures: "Bir açar bilen çekilen iki hakyky goly bar.",
    detached: "Gol çekilen; ýanyndaky her gol hakyky.",
    part: "Şahadatnamadaky bilen birmeňzeş.",
    certified: "Tassyklanany bilen baýtma-baýt birmeňzeş.",
    uncovered: "Toplumy düşündirýär. Oňa hiç kim gol çekmedi we ol hiç zady subut etmeýär.",
    notGiven: "Tassyklanan, ýöne berilmedi: ol hakynda hiç zat subut edilmedi.",
    unreadable: "Okalmaýar: zaýalanan ýa-da üýtgedilen.",
    notCanonical: "Kanonik görnüşinde däl: gol çekilenden soň üýtgedilen.",
    badKey: "Ýaramly açary ýok.",
    badSignatures: "Hakyky gollary ýok: gol çekilenden soň üýtgedilen ýa-da başga maksat bilen gol çekilen.",
    badSignature: "Ýanyndaky gol oňa degişli däl: ikisiniň biri üýtgedilen ýa-da başga maksat bilen gol çekilen.",
    keyMissing: "Açarsyz barlap bolmaýar: signer.pub ýa-da public-key.pem faýlyny goşuň.",
    several: "Öňküsinden başga şahadatnama. Birin-birin barlaň.",
    tooLarge: "Maslahat toplumlarynyň islendiginden uly.",
    tooMany: "Maslahat toplumlarynyň islendigindäkiden köp faýl bar.",
    damaged: "Zaýalanan: açylmaýar.",
    packedAnew: "Öňki ýaly gaplanmady: üýtgedilen ýa-da täzeden gaplanan.",
    noCertificate: "Şahadatnama ýok: toplum döredilende taslama doly möhürlenmedikdi. Ol hiç zady subut etmeýär.",
    manifestMissing: "Toplumda ýok.",
    manifestAltered: "Üýtgedilen.",
    otherHash: "Heşi SHA256SUMS içinde görkezilen ýaly däl.",
    unlisted: "SHA256SUMS içinde ýok: goşulan.",
    listedMissing: "SHA256SUMS içinde bar, ýöne toplumda ýok.",
    partAltered: "Şahadatnama laýyk gelmeýär: üýtgedilen.",
    partMissing: "Toplumda ýok.",
    certifiedMissing: "Tassyklanan, ýöne toplumda ýok.",
    added: "Tassyklanmadyk: goşulan.",
    certifiedAltered: "Tassyklanan ýaly däl: üýtgedilen.",
    foreign: "Tassyklanan faýllaryň biri däl: üýtgedilen ýa-da başga faýl.",
    uncheckable: "Barlap bolmaýar: ony atlandyrýan hakyky şahadatnama berilmedi.",
  },
  manifest: (n) => `${number(n)} faýlyň heşi bar we olar gabat gelýär.`,
  wordings: (n) => `Ähli tekstleriň (${number(n)}) möhürlenen sözleri bar.`,
  otherFormat: (format) => `Formaty «${format}», bu sahypa ony tanamaýar. Täzeräk sahypany alyň.`,
  otherWording: ({ paragraph }, language, more) =>
    more === 0
      ? `Tapawutlanýan tekst: ${paragraph} (dili: ${language}).`
      : `Tapawutlanýan ilkinji tekst: ${paragraph} (dili: ${language}); ýene ${number(more)} tekst tapawutlanýar.`,
  frozenWording: "Möhürlenen:",
  foundWording: "Bu ýerde:",
  wordingMissing: "Ol faýlda ýok.",
  certifiedHash: "Tassyklanan SHA-256",
  foundHash: "Bu faýlyň SHA-256 bahasy",

  limits: "Bu nämäni subut etmeýär",
  limitList: {
    key: "Açaryň kimiňkidigini. Siziň garaşýan açaryňyz bolmasa, diňe faýllaryň özara gabat gelýändigi belli.",
    people: "Adyň we wagtyň dogrudygyny. Bular serweriň gol çekende beýan eden zady.",
    pdf: "PDF-iň tekstlerdäki sözleri görkezýändigini. Ikisini-de serwer döredip, gol çekdi; bu sahypa baýtlary deňeşdirýär, sahypalary okamaýar.",
    later: "Soňra hiç zadyň bolmandygyny. Taslama täzeden açylyp, başga şahadatnama bilen ýene möhürlenip bilner.",
    ledger: "Tekste haýsy hereketleriň getirendigini. maslahat verify buýrugy žurnaly şahadatnama bilen deňeşdirýär.",
    page: "Bu sahypanyň dogruçyllygyny. Ol size beren adamdan geldi: ynanýan nusgaňyzy saklaň ýa-da toplumdaky README.txt aýdyşy ýaly ssh-keygen ýa-da openssl ulanyň.",
  },
  save: "Tor bolmasa ulanmak üçin bu sahypany saklamak",
}
