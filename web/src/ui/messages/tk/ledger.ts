import type { Messages } from ".."
import { locale } from "./locale"

const { number } = locale

export const ledger: Messages["ledger"] = {
  title: "Žurnal",
  lead: "Taslama boýunça ähli hereketler, ýerine ýetirilen tertibinde. Her ýazgy öňküsi bilen heş arkaly baglanyşykly, şonuň üçin soňra hiç zady duýdurman üýtgedip, goşup ýa-da aýryp bolmaýar.",
  export: "JSON Lines görnüşinde almak",
  print: "Çap etmek",
  entries: (shown, all) =>
    shown === all ? `${number(all)} ýazgy` : `${number(all)} ýazgydan ${number(shown)} görkezildi`,
  filter: "Diňe şulary görkezmek",
  paragraph: "Bent",
  person: "Gatnaşyjy",
  kind: "Hereket",
  anyParagraph: "Ähli bentler",
  anyPerson: "Ähli gatnaşyjylar",
  anyKind: "Ähli hereketler",
  clear: "Hemmesini görkezmek",
  none: "Beýle ýazgy ýok.",
  head: "Zynjyryň soňky halkasy",
  headExplain:
    "JSON Lines faýly oňa, şol sanda şahadatnamada görkezilen halkanyň üsti bilen eltýär: maslahat verify ledger.jsonl certificate.json",
  hash: (chain) => `Şu ýazga çenli zynjyryň heşi: ${chain}`,
  reason: "Sebäbi",
  more: (n) => `ýene ${number(n)}`,
  wholeDraft: "tutuş taslama",
  inLanguage: (where, language) => `${where} (dili: ${language})`,
  someone: "gatnaşyjy",
  kinds: {
    import: "Girizmek",
    join: "Goşulmak",
    freeze: "Möhürlemek",
    reopen: "Täzeden açmak",
    "set-status": "Ýagdaý",
    "late-proposal": "Giç gelen teklip",
    "accept-proposal": "Kabul etmek",
    "reject-proposal": "Ret etmek",
    "withdraw-proposal": "Yzyna almak",
    "set-role": "Wezipe",
    revoke: "Girişi ýatyrmak",
  },
  did: {
    import: (symbol) => `— taslama girizildi: ${symbol}`,
    join: (role, seat) => (seat === null ? `— goşuldy, wezipesi: ${role}` : `— goşuldy, wezipesi: ${role}, ${seat}`),
    freeze: (where) => `— möhürlendi: ${where}`,
    reopen: (where) => `— täzeden açyldy: ${where}`,
    status: (where, status) => `— «${status}» ýagdaýy goýuldy: ${where}`,
    late: (where) => `— giç gelen sözler giç gelen teklip hökmünde saklandy: ${where}`,
    accept: (whose, where) => `— teklip kabul edildi (awtory: ${whose}): ${where}`,
    reject: (whose, where) => `— teklip ret edildi (awtory: ${whose}): ${where}`,
    withdraw: (where) => `— öz teklibi yzyna alyndy: ${where}`,
    setRole: (whose, role) => `— wezipesi üýtgedildi (${whose}): ${role}`,
    revoke: (whose) => `— girişi ýatyryldy: ${whose}`,
    other: (type) => `— «${type}» hereketi`,
  },
}
