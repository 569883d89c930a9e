import type { Messages } from ".."

export const failures: Messages["failures"] = {
  unreachable: {
    title: "Serwer jogap bermeýär",
    detail: "Ýa bu enjamda aragatnaşyk ýok, ýa serwer işlemeýär. Ýazanlaryňyz şu enjamda saklandy.",
  },
  signedOut: {
    title: "Siz girmediňiz",
    detail:
      "Seansyňyz gutardy ýa-da bu ýerde açylmady. Çakylyk baglanyşygyňyzy ýene açyň ýa-da sekretariatdan täzesini soraň.",
  },
  unreadable: { title: "Bu sahypa könelişdi", detail: "Serwer bu sahypadan täze. Sahypany täzeläň." },
  unknownPage: { title: "Beýle sahypa ýok", detail: "Salgy doly däl ýa-da ýalňyş ýazylan." },
  unknownDraft: {
    title: "Beýle taslama ýok",
    detail: "Ol ýok ýa-da siz oňa gatnaşmaýarsyňyz. Sekretariatdan çakylyk soraň.",
  },
  noMember: {
    title: "Siz bu taslama gatnaşmaýarsyňyz",
    detail: "Çakylygyňyz başga taslama üçindi. Sekretariatdan şu taslama çakylyk soraň.",
  },
  revoked: {
    title: "Bu taslama girişiňiz ýatyryldy",
    detail:
      "Ony sekretariat ýatyrdy. Öň serwere ýeteni siziň adyňyz bilen galýar. Bu ýalňyşlyk bolsa, sekretariata ýüz tutuň.",
  },
  noRight: {
    title: "Siziň wezipäňiz muňa ygtyýar bermeýär",
    detail: "Ygtyýar bermeli diýip hasap etseňiz, sekretariata ýüz tutuň.",
  },
  invitationUnknown: {
    title: "Bu çakylyk hakyky däl",
    detail: "Baglanyşyk doly däl ýa-da ýalňyş ýazylan. Ony alan hatyňyzdan doly göçüriň.",
  },
  invitationUsed: {
    title: "Bu çakylyk ulanyldy",
    detail:
      "Baglanyşyk bir enjamda bir seans açýar. Ony siz ulanan bolsaňyz, şol brauzerde dowam ediň. Bolmasa, sekretariatdan täzesini soraň.",
  },
  invitationExpired: { title: "Çakylygyň möhleti geçdi", detail: "Sekretariatdan täzesini soraň." },
  other: { title: "Başartmady", detail: "Biraz soňra gaýtadan synanyşyň." },
  technical: (code) => `Kody: ${code}`,
}
