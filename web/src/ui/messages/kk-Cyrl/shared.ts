import type { Messages } from ".."

export const shared: Messages["shared"] = {
  interfaceLanguage: "Интерфейс тілі",
  added: "қосылды:",
  removed: "алынды:",
  showWhole: "Мәтінді толық көрсету",
  showChanges: "Тек өзгерістерді көрсету",
}
