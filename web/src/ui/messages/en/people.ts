// What the secretariat's page of people says.

import { locale } from "./locale"

const { plural } = locale

export const people = {
  title: "People",
  lead: "Who takes part in this draft, on which devices, and who is invited. Changes of role and access are entered in the ledger.",
  joined: "Who has joined",
  name: "Name",
  seat: "Seat",
  role: "Role",
  noSeat: "No seat",
  noneJoined: "Nobody has joined yet.",
  roleOf: (name: string) => `Role of ${name}`,
  you: "you",
  revoked: "Access revoked",
  lastUsed: (when: string) => `last here ${when}`,
  neverUsed: "no session",
  revoke: "Revoke…",
  revokeOf: (name: string) => `Revoke the access of ${name}`,
  revokeTitle: (name: string) => `Revoke the access of ${name}?`,
  revokeExplain:
    "Their connections close at once and their sessions end, for good. What reached the server before stays under their name; what is still under way is kept as a late proposal. To bring somebody back, invite them again.",
  revokeConfirm: "Revoke access",
  roleSet: (name: string, role: string) => `${name} is now ${role}`,
  revokeDone: (name: string) => `The access of ${name} is revoked`,
  lateExplain: "Whoever loses the right to write keeps their words: what they still send becomes a late proposal.",

  sessions: "Sessions",
  sessionsExplain: "One for each device that somebody joined on. Ending one signs that device out at once.",
  unknownDevice: "Unknown device",
  connected: "connected now",
  end: "End",
  endOf: (name: string, device: string) => `End the session of ${name} on ${device}`,
  ended: (name: string) => `A session of ${name} is ended`,
  noSessions: "Nobody is signed in.",

  invitations: "Invitations",
  withdraw: "Withdraw",
  withdrawOf: (name: string) => `Withdraw the invitation of ${name}`,
  withdrawn: (name: string) => `The invitation of ${name} is withdrawn`,
  single: "one person, one use",

  table: "Invite from a table",
  tableExplain:
    "A CSV file in UTF-8 with the columns name, role and, if you like, seat. It is looked at first, and nobody is invited before you say so.",
  file: "CSV file",
  looking: "Looking at the table…",
  fine: (n: number) => `${plural(n, { one: "# person", other: "# people" })} can be invited.`,
  refused: (n: number) =>
    `${plural(n, { one: "# line", other: "# lines" })} cannot be taken. Correct the file and choose it again.`,
  remarks: (n: number) => `${plural(n, { one: "# line deserves", other: "# lines deserve" })} a look:`,
  line: (n: number) => `Line ${n}`,
  inviteAll: (n: number) => `Invite ${plural(n, { one: "# person", other: "# people" })}`,
  invited: (n: number) =>
    `${plural(n, { one: "# person is", other: "# people are" })} invited. The links are shown this once: save them.`,
  saveLinks: "Save the links",
  tooLarge: "The file is larger than 4 MB.",
  unreadable: "The file cannot be read.",
}
