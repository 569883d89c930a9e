// What the ledger says, in the past tense of minutes. `where` stands for linked paragraphs.

import { locale } from "./locale"

const { plural, number } = locale

export const ledger = {
  title: "Ledger",
  lead: "Every act on the draft, in the order in which it was done. Each entry is chained to the one before it by a hash, so that nothing can be altered, added or taken out afterwards without it being seen.",
  export: "Export as JSON lines",
  print: "Print",
  entries: (shown: number, all: number) =>
    shown === all ? plural(all, { one: "# entry", other: "# entries" }) : `${number(shown)} of ${number(all)} entries`,
  filter: "Show only",
  paragraph: "Paragraph",
  person: "Person",
  kind: "Kind",
  anyParagraph: "All paragraphs",
  anyPerson: "All people",
  anyKind: "All kinds",
  clear: "Show all",
  none: "No entry is like this.",
  head: "Head of the chain",
  headExplain:
    "The file of JSON lines leads to it, and through the head that a certificate names: maslahat verify ledger.jsonl certificate.json",
  hash: (chain: string) => `Hash chain up to here: ${chain}`,
  reason: "Reason",
  more: (n: number) => `${number(n)} more`,
  wholeDraft: "the whole draft",
  inLanguage: (where: string, language: string) => `${where} in ${language}`,
  someone: "someone",
  kinds: {
    import: "Import",
    join: "Joining",
    freeze: "Freeze",
    reopen: "Reopening",
    "set-status": "Status",
    "late-proposal": "Late proposal",
    "accept-proposal": "Acceptance",
    "reject-proposal": "Rejection",
    "withdraw-proposal": "Withdrawal",
    "set-role": "Role",
    revoke: "Access revoked",
  },
  did: {
    import: (symbol: string) => `imported the draft ${symbol}`,
    join: (role: string, seat: string | null) =>
      seat === null ? `joined as ${role}` : `joined as ${role} for ${seat}`,
    freeze: (where: string) => `froze ${where}`,
    reopen: (where: string) => `reopened ${where}`,
    status: (where: string, status: string) => `set ${where} to “${status}”`,
    late: (where: string) => `sent words for ${where} that came too late: kept as a late proposal`,
    accept: (whose: string, where: string) => `accepted the proposal of ${whose} to ${where}`,
    reject: (whose: string, where: string) => `rejected the proposal of ${whose} to ${where}`,
    withdraw: (where: string) => `withdrew their proposal to ${where}`,
    setRole: (whose: string, role: string) => `changed the role of ${whose} to ${role}`,
    revoke: (whose: string) => `revoked the access of ${whose}`,
    other: (type: string) => `did “${type}”`,
  },
}
