import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const ledger: Messages["ledger"] = {
  title: "Журнал",
  lead: "Жобаға қатысты барлық әрекет жасалған ретімен. Әр жазба алдыңғысымен хеш арқылы байланысқан, сондықтан кейін ештеңені білдіртпей өзгертуге, қосуға немесе алып тастауға болмайды.",
  export: "JSON Lines түрінде алу",
  print: "Басып шығару",
  entries: (shown, all) =>
    shown === all ? `${number(all)} жазба` : `${number(all)} жазбаның ${number(shown)} көрсетілген`,
  filter: "Тек мыналарды көрсету",
  paragraph: "Тармақ",
  person: "Қатысушы",
  kind: "Әрекет",
  anyParagraph: "Барлық тармақ",
  anyPerson: "Барлық қатысушы",
  anyKind: "Барлық әрекет",
  clear: "Бәрін көрсету",
  none: "Мұндай жазба жоқ.",
  head: "Тізбектің соңғы буыны",
  headExplain:
    "JSON Lines файлы оған, соның ішінде сертификатта көрсетілген буын арқылы жеткізеді: maslahat verify ledger.jsonl certificate.json",
  hash: (chain) => `Осы жазбаға дейінгі тізбектің хеші: ${chain}`,
  reason: "Себебі",
  more: (n) => `тағы ${number(n)}`,
  wholeDraft: "бүкіл жоба",
  inLanguage: (where, language) => `${where} (тілі: ${language})`,
  someone: "қатысушы",
  kinds: {
    import: "Енгізу",
    join: "Қосылу",
    freeze: "Мөрлеу",
    reopen: "Қайта ашу",
    "set-status": "Мәртебе",
    "late-proposal": "Кешіккен ұсыныс",
    "accept-proposal": "Қабылдау",
    "reject-proposal": "Қабылдамау",
    "withdraw-proposal": "Кері алу",
    "set-role": "Рөл",
    revoke: "Қолжетімділікті тоқтату",
  },
  did: {
    import: (symbol) => `— жоба енгізілді: ${symbol}`,
    join: (role, seat) => (seat === null ? `— қосылды, рөлі: ${role}` : `— қосылды, рөлі: ${role}, ${seat}`),
    freeze: (where) => `— мөрленді: ${where}`,
    reopen: (where) => `— қайта ашылды: ${where}`,
    status: (where, status) => `— «${status}» мәртебесі қойылды: ${where}`,
    late: (where) => `— кеш келген сөздер кешіккен ұсыныс ретінде сақталды: ${where}`,
    accept: (whose, where) => `— ұсыныс қабылданды (авторы: ${whose}): ${where}`,
    reject: (whose, where) => `— ұсыныс қабылданбады (авторы: ${whose}): ${where}`,
    withdraw: (where) => `— өз ұсынысы кері алынды: ${where}`,
    setRole: (whose, role) => `— рөлі өзгертілді (${whose}): ${role}`,
    revoke: (whose) => `— қолжетімділігі тоқтатылды: ${whose}`,
    other: (type) => `— «${type}» әрекеті`,
  },
}
