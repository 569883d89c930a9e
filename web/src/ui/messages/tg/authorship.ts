import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const authorship: Messages["authorship"] = {
  show: "Нишон додани муаллифони матн",
  hide: "Пинҳон кардани муаллифони матн",
  legend: "Муаллифони матн",
  explain: "Калимаҳое, ки зери онҳо хат нест, дар лоиҳаи воридшуда буданд.",
  nobody: "Дар ин ҷо ҳанӯз касе чизе нанавиштааст: ин калимаҳо дар лоиҳаи воридшуда буданд.",
  letters: (n) => `${number(n)} аломат`,
  imported: "Ҳамроҳи лоиҳа ворид шудааст",
  notYet: "Ҳозир навишта шуд: ҳанӯз сабт нашудааст",
  wrote: (who, when) => `${who}, ${when}`,
  written: "Муаллифон",
  noPlace: "Аввал курсорро ба банд гузоред",
  shortcut: "Калимаҳои назди курсорро кӣ навиштааст",
  shortcutView: "Ранг кардани матн аз рӯи муаллифон",
}
