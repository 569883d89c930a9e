// Words for what was found, in the page's language.

import type { Lang, Moment } from "../api/types"
import { sayVerifying } from "../ui/messages"
import { languageName } from "../ui/names"
import type { Finding, What } from "./finding"
import type { StatedText, Statement } from "./statement"

/** A certificate may say anything; browsers throw on what is no language. */
export function langOf(tag: string): Lang {
  try {
    return (Intl.getCanonicalLocales(tag)[0] ?? "und") as Lang
  } catch {
    return "und" as Lang
  }
}

const languageOf = (tag: string): string => (langOf(tag) === "und" ? tag : languageName(langOf(tag)))

export function wordsFor(what: What): string {
  const words = sayVerifying.verify
  if (what.kind === "manifest") return words.manifest(what.files)
  if (what.kind === "wordings") return words.wordings(what.texts)
  if (what.kind === "otherFormat") return words.otherFormat(what.format)
  if (what.kind === "otherWording") return words.otherWording(what.place, languageOf(what.place.lang), what.more)
  return words.found[what.kind]
}

/** The moment as it is certified: in UTC, whatever the reader's clock says. */
export function frozenWords({ at, frozenBy }: Statement): string {
  return sayVerifying.verify.frozenBy(sayVerifying.locale.utc(at as Moment), frozenBy.name)
}

export function textsWords({ texts }: Statement): string {
  const languages = [...new Set(texts.map(({ lang }) => lang))].map(languageOf)
  return sayVerifying.verify.textsIn(texts.length, languages)
}

export const textName = ({ paragraph, lang }: StatedText): string =>
  sayVerifying.verify.textOf(paragraph, languageOf(lang))

/** What is wrong first, then the files that people read, then what proves them. */
const ORDER: readonly What["kind"][] = ["certified", "signatures", "detached", "part", "manifest"]

function rank({ level, whats }: FileFindings): number {
  if (level === "wrong") return -1
  return level === "note" ? ORDER.length : ORDER.findIndex((kind) => whats.some((what) => what.kind === kind))
}

/** A file with all that was found out about it. */
export interface FileFindings {
  readonly file: string
  readonly level: Finding["level"]
  /** The place first, where there is one. */
  readonly whats: readonly What[]
}

export function byFile(findings: readonly Finding[]): readonly FileFindings[] {
  const files = [...new Set(findings.map(({ file }) => file))].map((file): FileFindings => {
    const own = findings.filter((finding) => finding.file === file)
    const wrong = own.filter(({ level }) => level === "wrong")
    const shown = (wrong.length > 0 ? wrong : own).map(({ what }) => what)
    const place = shown.filter(({ kind }) => kind === "otherWording")
    const whats = [...place, ...shown.filter(({ kind }) => kind !== "otherWording")]
    return { file, level: wrong.length > 0 ? "wrong" : (own[0]?.level ?? "note"), whats }
  })
  // files with a place before files without
  const placed = ({ whats }: FileFindings): number => (whats[0]?.kind === "otherWording" ? 0 : 1)
  return files.sort((a, b) => rank(a) - rank(b) || placed(a) - placed(b))
}
