import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const ledger: Messages["ledger"] = {
  title: "Журнал",
  lead: "Долбоор боюнча бардык аракеттер аткарылган тартибинде. Ар бир жазуу мурункусу менен хеш аркылуу байланышкан, ошондуктан кийин эч нерсени билгизбей өзгөртүүгө, кошууга же алып салууга болбойт.",
  export: "JSON Lines түрүндө алуу",
  print: "Басып чыгаруу",
  entries: (shown, all) =>
    shown === all ? `${number(all)} жазуу` : `${number(all)} жазуудан ${number(shown)} көрсөтүлдү`,
  filter: "Булар гана көрсөтүлсүн",
  paragraph: "Пункт",
  person: "Катышуучу",
  kind: "Аракет",
  anyParagraph: "Бардык пункттар",
  anyPerson: "Бардык катышуучулар",
  anyKind: "Бардык аракеттер",
  clear: "Баарын көрсөтүү",
  none: "Мындай жазуу жок.",
  head: "Чынжырдын акыркы муунчасы",
  headExplain:
    "JSON Lines файлы ага, анын ичинде сертификатта көрсөтүлгөн муунча аркылуу алып барат: maslahat verify ledger.jsonl certificate.json",
  hash: (chain) => `Ушул жазууга чейинки чынжырдын хеши: ${chain}`,
  reason: "Себеби",
  more: (n) => `дагы ${number(n)}`,
  wholeDraft: "бүтүндөй долбоор",
  inLanguage: (where, language) => `${where} (тили: ${language})`,
  someone: "катышуучу",
  kinds: {
    import: "Киргизүү",
    join: "Кошулуу",
    freeze: "Мөөрлөө",
    reopen: "Кайра ачуу",
    "set-status": "Абал",
    "late-proposal": "Кечиккен сунуш",
    "accept-proposal": "Кабыл алуу",
    "reject-proposal": "Четке кагуу",
    "withdraw-proposal": "Кайтарып алуу",
    "set-role": "Роль",
    revoke: "Кирүүнү токтотуу",
  },
  did: {
    import: (symbol) => `— долбоор киргизилди: ${symbol}`,
    join: (role, seat) => (seat === null ? `— кошулду, ролу: ${role}` : `— кошулду, ролу: ${role}, ${seat}`),
    freeze: (where) => `— мөөрлөндү: ${where}`,
    reopen: (where) => `— кайра ачылды: ${where}`,
    status: (where, status) => `— «${status}» абалы коюлду: ${where}`,
    late: (where) => `— кеч келген сөздөр кечиккен сунуш катары сакталды: ${where}`,
    accept: (whose, where) => `— сунуш кабыл алынды (автору: ${whose}): ${where}`,
    reject: (whose, where) => `— сунуш четке кагылды (автору: ${whose}): ${where}`,
    withdraw: (where) => `— өз сунушу кайтарылып алынды: ${where}`,
    setRole: (whose, role) => `— ролу өзгөртүлдү (${whose}): ${role}`,
    revoke: (whose) => `— кирүүсү токтотулду: ${whose}`,
    other: (type) => `— «${type}» аракети`,
  },
}
