import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const people: Messages["people"] = {
  title: "Gatnaşyjylar",
  lead: "Bu taslama kim, haýsy enjamlardan gatnaşýar we kim çagyryldy. Wezipeleriň we girişiň üýtgemeleri žurnala girizilýär.",
  joined: "Goşulanlar",
  name: "Ady",
  seat: "Orny",
  role: "Wezipesi",
  noSeat: "Orunsyz",
  noneJoined: "Entek hiç kim goşulmady.",
  roleOf: (name) => `Wezipesi: ${name}`,
  you: "siz",
  revoked: "Girişi ýatyryldy",
  lastUsed: (when) => `soňky gezek: ${when}`,
  neverUsed: "seans ýok",
  revoke: "Ýatyrmak…",
  revokeOf: (name) => `Girişi ýatyrmak: ${name}`,
  revokeTitle: (name) => `${name}: girişi ýatyrylsynmy?`,
  revokeExplain:
    "Bu gatnaşyjynyň birikmeleri derrew ýapylýar, seanslary hemişelik gutarýar. Serwere ýeteni onuň ady bilen galýar, entek ýolda bolany giç gelen teklip hökmünde saklanýar. Ony yzyna getirmek üçin täzeden çagyryň.",
  revokeConfirm: "Girişi ýatyrmak",
  roleSet: (name, role) => `${name}: täze wezipesi — ${role}`,
  revokeDone: (name) => `Girişi ýatyryldy: ${name}`,
  lateExplain: "Ýazmak hukugyny ýitiren adam sözlerini ýitirmeýär: soňra iberenleri giç gelen teklibe öwrülýär.",

  sessions: "Seanslar",
  sessionsExplain: "Gatnaşyjynyň goşulan her enjamy üçin biri. Seansy gutarmak şol enjamy derrew çykarýar.",
  unknownDevice: "Näbelli enjam",
  connected: "häzir aragatnaşykda",
  end: "Gutarmak",
  endOf: (name, device) => `Seansy gutarmak: ${name}, ${device}`,
  ended: (name) => `Seans gutaryldy: ${name}`,
  noSessions: "Hiç kim girmedi.",

  invitations: "Çakylyklar",
  withdraw: "Yzyna almak",
  withdrawOf: (name) => `Çakylygy yzyna almak: ${name}`,
  withdrawn: (name) => `Çakylyk yzyna alyndy: ${name}`,
  single: "bir adam üçin, bir gezek",

  table: "Tablisa boýunça çagyrmak",
  tableExplain:
    "UTF-8 kodlaşdyrmasyndaky CSV faýly; sütünleri name, role we isleseňiz seat. Ol ilki barlanýar, siz tassyklaýançaňyz hiç kim çagyrylmaýar.",
  file: "CSV faýly",
  looking: "Tablisa barlanýar…",
  fine: (n) => `${number(n)} adamy çagyryp bolýar.`,
  refused: (n) => `${number(n)} setiri kabul edip bolmaýar. Faýly düzediň we täzeden saýlaň.`,
  remarks: (n) => `${number(n)} setire üns beriň:`,
  line: (n) => `Setir ${number(n)}`,
  inviteAll: (n) => `${number(n)} adamy çagyrmak`,
  invited: (n) => `${number(n)} adam çagyryldy. Baglanyşyklar diňe häzir görkezilýär: olary ýatda saklaň.`,
  saveLinks: "Baglanyşyklary saklamak",
  tooLarge: "Faýl 4 MB-dan uly.",
  unreadable: "Faýly okap bolmaýar.",
}
