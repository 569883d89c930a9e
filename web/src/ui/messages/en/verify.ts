// What the page says that verifies a certificate offline.

import type { Place, What } from "../../../verify/finding"
import type { Standing } from "../../../verify/trust"
import { locale } from "./locale"

const { plural, number, list } = locale

const headings: Record<Standing, string> = {
  proved: "Verified",
  unconfirmed: "Everything fits; the key is not confirmed",
  otherKey: "Not verified: signed with another key",
  refused: "Not verified",
}

/** What may be found that needs no more words than these. */
type Plain = Exclude<What["kind"], "manifest" | "wordings" | "otherFormat" | "otherWording">

const found: Record<Plain, string> = {
  signatures: "Carries two valid signatures by one key.",
  detached: "Is signed; every signature beside it is valid.",
  part: "Says the same as the certificate.",
  certified: "Is as certified, byte for byte.",

  uncovered: "Explains the bundle. Nobody has signed it, and it proves nothing.",
  notGiven: "Is certified, but was not given: nothing is proved of it.",
  unreadable: "Cannot be read: it is damaged or altered.",
  notCanonical: "Is not in its canonical form: it was altered after signing.",
  badKey: "Does not hold a usable key.",
  badSignatures: "Does not carry valid signatures: it was altered after signing, or signed for something else.",
  badSignature:
    "Is not what the signature beside it signs: one of them was altered, or it was signed for something else.",
  keyMissing: "Cannot be checked without its key: add signer.pub or public-key.pem.",
  several: "Is another certificate than the one before. Verify one at a time.",
  tooLarge: "Is larger than any bundle of Maslahat.",
  tooMany: "Holds more files than any bundle of Maslahat.",
  damaged: "Is damaged: it cannot be unpacked.",
  packedAnew: "Is not packed as it was: it was altered, or packed anew.",
  noCertificate:
    "Holds no certificate: the draft was not frozen as a whole when the bundle was made. It proves nothing.",
  manifestMissing: "Is missing from the bundle.",
  manifestAltered: "Was altered.",
  otherHash: "Does not have the hash that SHA256SUMS gives.",
  unlisted: "Is not in SHA256SUMS: it was added.",
  listedMissing: "Is in SHA256SUMS, but missing from the bundle.",
  partAltered: "Does not say the same as the certificate: it was altered.",
  partMissing: "Is missing from the bundle.",
  certifiedMissing: "Is certified, but missing from the bundle.",
  added: "Is not certified: it was added.",
  certifiedAltered: "Is not as certified: it was altered.",
  foreign: "Is none of the certified files: it was altered, or is another.",
  uncheckable: "Cannot be checked: no valid certificate that names it was given.",
}

export const verify = {
  title: "Verify a frozen text",
  lead: "Is this the text that was frozen? The certificate that left with it tells, on this device alone: this page sends nothing anywhere.",

  drop: "Drop the bundle here",
  or: "or",
  choose: "Choose files…",
  what: "A bundle (.zip), or a freeze certificate with any of the files it names.",
  addFiles: "Add files…",
  again: "Start again",
  given: (names: readonly string[]) =>
    names.length === 1 ? (names[0] ?? "") : plural(names.length, { one: "# file", other: "# files" }),
  working: "Checking…",
  tooLarge: (name: string) => `${name} is larger than 256 MB: no file of ours is.`,
  unreadable: (name: string) =>
    `${name} cannot be read from this device. A folder cannot be checked: choose its files.`,

  key: "The key you expect",
  keyHint: "Fingerprint (SHA256:…) or public key, as the secretariat gave it to you by another way than these files.",
  keyUnreadable: "This is neither a fingerprint, SHA256: and 43 signs, nor an Ed25519 public key.",
  keyNone:
    "Not compared: the key that you expect is not given above. Whoever alters these files can sign them with a key of their own.",
  keySame: "It is the one you expected.",
  keyOther: "It is not the one you expected:",

  headings,
  explain: {
    proved: (files: string) => `${files}, and the key that signed is the one you expected.`,
    unconfirmed: (files: string) =>
      `${files} by whoever holds the key below. Whose key that is, only you can tell: compare its fingerprint with one that you got by another way than these files.`,
    otherKey:
      "The files fit together, but somebody else has certified them than you expect. Do not rely on them before that is explained.",
    refused: (n: number) => `${plural(n, { one: "# file does", other: "# files do" })} not fit.`,
    remedy: "Ask for the files again from where they were exported.",
  },
  filesGiven: (given: number, all: number) =>
    given === 0
      ? `None of the ${plural(all, { one: "# file", other: "# files" })} that it names was given; the certificate itself is as signed`
      : given === all
        ? `All ${plural(all, { one: "# certified file is", other: "# certified files are" })} as certified`
        : `${number(given)} of ${plural(all, { one: "# certified file", other: "# certified files" })} ${given === 1 ? "was" : "were"} given, as certified`,

  certified: "What is certified",
  symbol: "Symbol",
  draftTitle: "Title",
  frozen: "Frozen",
  frozenBy: (when: string, who: string) => `${when}, by ${who}`,
  texts: "Texts",
  textsIn: (n: number, languages: readonly string[]) =>
    `${plural(n, { one: "# text", other: "# texts" })}: ${list(languages)}`,
  signedWith: "Signed with the key",
  readTexts: "Read the certified texts",
  textOf: (paragraph: string, language: string) => `${paragraph}, ${language}`,
  wordingNotGiven: "Its wording was not given.",

  files: "File by file",
  levels: { right: "fits", note: "not proved", wrong: "does not fit" },
  found,
  manifest: (n: number) => `Has the hashes of ${plural(n, { one: "# file", other: "# files" })}, and they agree.`,
  wordings: (n: number) => `Has the frozen wording of ${plural(n, { one: "the one text", other: "all # texts" })}.`,
  otherFormat: (format: string) => `Has the format “${format}”, which this page does not know. Get a newer page.`,
  otherWording: ({ paragraph }: Place, language: string, more: number) =>
    `The first text that differs: ${paragraph} in ${language}${more === 0 ? "" : `; ${plural(more, { one: "# other differs", other: "# others differ" })} too`}.`,
  frozenWording: "Frozen:",
  foundWording: "Here:",
  wordingMissing: "It is not in the file.",
  certifiedHash: "SHA-256 as certified",
  foundHash: "SHA-256 of this file",

  limits: "What this does not prove",
  limitList: {
    key: "Whose key it is. Without a key that you expect, the files only fit together.",
    people: "That the name and the time are true. They are what the server stated when it signed.",
    pdf: "That the PDF shows the same words as the texts. The server made both and signed both; this page compares bytes and does not read the pages.",
    later: "That nothing came later. A draft can be reopened and frozen again, with another certificate.",
    ledger: "Which acts led to the text. The command maslahat verify checks the ledger against the certificate.",
    page: "That this page is honest. It comes from whoever gave it to you: keep a copy that you trust, or use ssh-keygen or openssl as the bundle’s README.txt says.",
  },
  save: "Save this page to use it without a network",
}
