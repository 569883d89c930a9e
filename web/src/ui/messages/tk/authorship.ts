import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const authorship: Messages["authorship"] = {
  show: "Kimiň näme ýazanyny görkezmek",
  hide: "Kimiň näme ýazanyny gizlemek",
  legend: "Kim näme ýazdy",
  explain: "Aşagy çyzylmadyk sözler girizilen taslamada bardy.",
  nobody: "Bu ýerde entek hiç kim hiç zat ýazmady: bu sözler girizilen taslamada bardy.",
  letters: (n) => `${number(n)} belgi`,
  imported: "Taslama bilen bile girizildi",
  notYet: "Ýaňy ýazyldy: entek bellige alynmady",
  wrote: (who, when) => `${who}, ${when}`,
  written: "Awtorlary",
  noPlace: "Ilki görkezijini bende goýuň",
  shortcut: "Görkezijiniň ýanyndaky sözleri kim ýazdy",
  shortcutView: "Teksti awtorlary boýunça reňklemek",
}
