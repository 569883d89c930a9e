import type { Messages } from ".."
import { locale } from "./locale"

const { plural } = locale

export const authorship: Messages["authorship"] = {
  show: "Показать авторов текста",
  hide: "Скрыть авторов текста",
  legend: "Авторы текста",
  explain: "Слова без подчёркивания содержались во внесённом проекте.",
  nobody: "Здесь пока никто ничего не писал: эти слова содержались во внесённом проекте.",
  letters: (n) => plural(n, { one: "# знак", few: "# знака", many: "# знаков", other: "# знака" }),
  imported: "Внесено вместе с проектом",
  notYet: "Только что набрано: ещё не записано",
  wrote: (who, when) => `${who}, ${when}`,
  written: "Авторы",
  noPlace: "Сначала поставьте курсор в пункт",
  shortcut: "Кто написал слова у курсора",
  shortcutView: "Выделить текст цветом по авторам",
}
