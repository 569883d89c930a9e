import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const authorship: Messages["authorship"] = {
  show: "Кім не жазғанын көрсету",
  hide: "Кім не жазғанын жасыру",
  legend: "Кім не жазды",
  explain: "Асты сызылмаған сөздер енгізілген жобада болған.",
  nobody: "Мұнда әлі ешкім ештеңе жазған жоқ: бұл сөздер енгізілген жобада болған.",
  letters: (n) => `${number(n)} таңба`,
  imported: "Жобамен бірге енгізілген",
  notYet: "Жаңа ғана терілді: әлі тіркелмеген",
  wrote: (who, when) => `${who}, ${when}`,
  written: "Авторлары",
  noPlace: "Алдымен меңзерді тармаққа қойыңыз",
  shortcut: "Меңзер тұрған сөздерді кім жазды",
  shortcutView: "Мәтінді авторлары бойынша бояу",
}
