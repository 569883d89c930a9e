import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const ledger: Messages["ledger"] = {
  title: "Дафтари қайд",
  lead: "Ҳамаи амалҳо дар бораи лоиҳа бо тартибе, ки анҷом шудаанд. Ҳар қайд ба қайди пешина бо ҳеш пайваст аст, бинобар ин баъдан чизеро ноаён тағйир додан, илова кардан ё гирифтан мумкин нест.",
  export: "Гирифтани файли JSON Lines",
  print: "Чоп",
  entries: (shown, all) =>
    shown === all ? `${number(all)} қайд` : `${number(shown)} аз ${number(all)} қайд нишон дода шуд`,
  filter: "Танҳо инҳоро нишон додан",
  paragraph: "Банд",
  person: "Иштирокчӣ",
  kind: "Амал",
  anyParagraph: "Ҳамаи бандҳо",
  anyPerson: "Ҳамаи иштирокчиён",
  anyKind: "Ҳамаи амалҳо",
  clear: "Ҳамаро нишон додан",
  none: "Чунин қайд нест.",
  head: "Охирин ҳалқаи занҷир",
  headExplain:
    "Файли JSON Lines ба он, аз ҷумла тавассути ҳалқаи дар шаҳодатнома зикршуда, мебарад: maslahat verify ledger.jsonl certificate.json",
  hash: (chain) => `Ҳеши занҷир то ин қайд: ${chain}`,
  reason: "Сабаб",
  more: (n) => `боз ${number(n)}`,
  wholeDraft: "тамоми лоиҳа",
  inLanguage: (where, language) => `${where} (забон: ${language})`,
  someone: "иштирокчӣ",
  kinds: {
    import: "Воридкунӣ",
    join: "Ҳамроҳшавӣ",
    freeze: "Тасбит",
    reopen: "Аз нав кушодан",
    "set-status": "Вазъ",
    "late-proposal": "Пешниҳоди дермонда",
    "accept-proposal": "Қабул",
    "reject-proposal": "Рад",
    "withdraw-proposal": "Бозпасгирӣ",
    "set-role": "Нақш",
    revoke: "Қатъи дастрасӣ",
  },
  did: {
    import: (symbol) => `— воридкунии лоиҳа: ${symbol}`,
    join: (role, seat) => (seat === null ? `— ҳамроҳшавӣ, нақш: ${role}` : `— ҳамроҳшавӣ, нақш: ${role}, ${seat}`),
    freeze: (where) => `— тасбит: ${where}`,
    reopen: (where) => `— аз нав кушодан: ${where}`,
    status: (where, status) => `— вазъи «${status}»: ${where}`,
    late: (where) => `— сухани баъд аз тасбит расида ҳамчун пешниҳоди дермонда нигоҳ дошта шуд: ${where}`,
    accept: (whose, where) => `— қабули пешниҳод (муаллиф: ${whose}): ${where}`,
    reject: (whose, where) => `— рад кардани пешниҳод (муаллиф: ${whose}): ${where}`,
    withdraw: (where) => `— бозпасгирии пешниҳоди худ: ${where}`,
    setRole: (whose, role) => `— нақши нав (${whose}): ${role}`,
    revoke: (whose) => `— қатъи дастрасӣ: ${whose}`,
    other: (type) => `— амали «${type}»`,
  },
}
