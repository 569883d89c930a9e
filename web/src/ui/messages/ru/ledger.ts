import type { Messages } from ".."
import { locale } from "./locale"

const { plural, number } = locale

export const ledger: Messages["ledger"] = {
  title: "Журнал",
  lead: "Все действия с проектом в том порядке, в каком они совершены. Каждая запись связана с предыдущей хешем, поэтому ничего нельзя незаметно изменить, добавить или изъять.",
  export: "Выгрузить в JSON Lines",
  print: "Печать",
  entries: (shown, all) =>
    shown === all
      ? plural(all, { one: "# запись", few: "# записи", many: "# записей", other: "# записи" })
      : `Показано записей: ${number(shown)} из ${number(all)}`,
  filter: "Показать только",
  paragraph: "Пункт",
  person: "Участник",
  kind: "Действие",
  anyParagraph: "Все пункты",
  anyPerson: "Все участники",
  anyKind: "Все действия",
  clear: "Показать все",
  none: "Таких записей нет.",
  head: "Последнее звено цепочки",
  headExplain:
    "Файл JSON Lines ведёт к нему, в том числе через звено, указанное в сертификате: maslahat verify ledger.jsonl certificate.json",
  hash: (chain) => `Хеш цепочки до этой записи: ${chain}`,
  reason: "Основание",
  more: (n) => `ещё ${number(n)}`,
  wholeDraft: "весь проект",
  inLanguage: (where, language) => `${where} (язык: ${language})`,
  someone: "участник",
  kinds: {
    import: "Внесение проекта",
    join: "Присоединение",
    freeze: "Фиксация",
    reopen: "Повторное открытие",
    "set-status": "Статус",
    "late-proposal": "Позднее предложение",
    "accept-proposal": "Принятие",
    "reject-proposal": "Отклонение",
    "withdraw-proposal": "Отзыв",
    "set-role": "Роль",
    revoke: "Прекращение доступа",
  },
  did: {
    import: (symbol) => `— внесение проекта ${symbol}`,
    join: (role, seat) =>
      seat === null ? `— присоединение, роль: ${role}` : `— присоединение, роль: ${role}, ${seat}`,
    freeze: (where) => `— фиксация: ${where}`,
    reopen: (where) => `— повторное открытие: ${where}`,
    status: (where, status) => `— статус «${status}»: ${where}`,
    late: (where) => `— текст поступил после фиксации и сохранён как позднее предложение: ${where}`,
    accept: (whose, where) => `— принятие предложения (автор: ${whose}): ${where}`,
    reject: (whose, where) => `— отклонение предложения (автор: ${whose}): ${where}`,
    withdraw: (where) => `— отзыв своего предложения: ${where}`,
    setRole: (whose, role) => `— новая роль для участника ${whose}: ${role}`,
    revoke: (whose) => `— прекращение доступа для участника ${whose}`,
    other: (type) => `— действие «${type}»`,
  },
}
