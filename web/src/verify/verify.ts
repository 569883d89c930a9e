// Checks a package, or a certificate with files it names, as `maslahat verify` does. Needs no network, no clock, no
// screen. Every byte of every file counts.

import { same, sha256Hex, textOf, type Given } from "./bytes"
import * as certificate from "./certificate"
import { checkedCertificate, checkedStatement, isCertified, named, type Certified } from "./certificate"
import { note, right, wrong, type Finding } from "./finding"
import { checkManifest, checkManifestOf, MANIFEST } from "./manifest"
import { isPackage, readPackage } from "./package"
import { PublicKey } from "./public-key"
import type { StatedFile, Statement } from "./statement"
import { checkSnapshot, differenceOfDraft, DRAFT_JSON, SNAPSHOT, wordingsIn } from "./wordings"

const README = "README.txt"

export interface Verdict {
  /** Everything that was given is as it was certified by whoever holds the key. Whose key it is, is another question. */
  readonly isValid: boolean
  /** What is certified, if there is a certificate whose signature holds. */
  readonly statement: Statement | null
  /** The fingerprint of its key. */
  readonly signer: string | null
  /** File by file. */
  readonly findings: readonly Finding[]
  /** The wordings that were given, by their hash. */
  readonly wordings: ReadonlyMap<string, string>
}

export function verify(files: readonly Given[]): Verdict {
  const check = new Check()
  const packages = files.filter(({ bytes }) => isPackage(bytes))
  const loose = files.filter((file) => !packages.includes(file))
  for (const file of packages) check.package(file)
  check.loose(loose)
  return check.verdict()
}

/** By name or by content, so that a damaged one is called by its name. */
function isCertificate({ name, bytes }: Given): boolean {
  if (name === certificate.CERTIFICATE) return true
  const text = name.endsWith(".json") ? new TextDecoder().decode(bytes) : ""
  return text.includes('"sshsig"') && text.includes('"statement"')
}

class Check {
  private readonly findings: Finding[] = []
  private certified: Certified | null = null
  private readonly known = new Map<string, string>()

  package(file: Given): void {
    const read = readPackage(file.bytes)
    if (typeof read === "string") {
      this.findings.push(wrong(file.name, { kind: read }))
      return
    }
    const { files, isAsPacked } = read
    this.findings.push(...checkManifest(files))
    if (!isAsPacked) this.findings.push(wrong(file.name, { kind: "packedAnew" }))
    const inner = named(files, certificate.CERTIFICATE)
    if (inner === undefined) {
      this.findings.push(wrong(file.name, { kind: "noCertificate" }))
      return
    }
    // Beside a damaged certificate, its parts may still say what was certified, and so where the damage is.
    const certified = this.certificate(inner) ?? this.detached(files)
    if (certified === null) return
    for (const [name, bytes] of certified.parts) this.part(files, name, bytes)
    for (const stated of certified.statement.files) this.stated(files, stated)
    for (const each of files) this.uncertified(each, certified)
    this.wordings(files, certified.statement)
  }

  /** Files beside a certificate may have been renamed: they are known by their hash. */
  loose(files: readonly Given[]): void {
    const certificates = files.filter(isCertificate)
    for (const file of certificates) this.certificate(file)
    const others = files.filter((file) => !certificates.includes(file))
    if (this.certified === null && certificates.length === 0) this.detached(others)
    for (const file of others) this.looseFile(file, files)
    if (this.certified === null) return
    this.wordings(others, this.certified.statement)
    for (const { name } of this.certified.statement.files) this.notGiven(name)
  }

  private looseFile(file: Given, all: readonly Given[]): void {
    const { certified } = this
    if (file.name === README) this.findings.push(note(file.name, { kind: "uncovered" }))
    else if (file.name === MANIFEST) this.findings.push(...checkManifestOf(file, all))
    else if (certified === null) {
      if (!this.isJudged(file)) this.findings.push(wrong(file.name, { kind: "uncheckable" }))
    } else if (certified.parts.has(file.name)) {
      this.part([file], file.name, certified.parts.get(file.name) ?? new Uint8Array())
    } else {
      const hash = sha256Hex(file.bytes)
      const stated = certified.statement.files.find(
        ({ sha256, bytes }) => sha256 === hash && bytes === file.bytes.length,
      )
      if (stated === undefined) this.findings.push(this.foreign(file, certified.statement))
      else this.findings.push(right(file.name, { kind: "certified", as: stated.name }))
    }
  }

  /** Nothing is wrong with a file that is not there, and nothing is proved of it. */
  private notGiven(name: string): void {
    const isGiven = this.findings.some(({ file, what }) => file === name || ("as" in what && what.as === name))
    if (!isGiven) this.findings.push(note(name, { kind: "notGiven" }))
  }

  private foreign(file: Given, { files }: Statement): Finding {
    const stated = files.find(({ name }) => name === file.name)
    if (stated === undefined) return wrong(file.name, { kind: "foreign" })
    const hashes = { certified: stated.sha256, found: sha256Hex(file.bytes) }
    return wrong(file.name, { kind: "certifiedAltered", hashes })
  }

  private isJudged(file: Given): boolean {
    return this.findings.some((finding) => finding.file === file.name && finding.level === "wrong")
  }

  private certificate(file: Given): Certified | null {
    const outcome = checkedCertificate(file.bytes)
    if (!isCertified(outcome)) {
      this.findings.push(wrong(file.name, outcome))
      return null
    }
    this.findings.push(right(file.name, { kind: "signatures" }))
    return this.take(file.name, outcome)
  }

  /** The statement with its signatures beside it. */
  private detached(files: readonly Given[]): Certified | null {
    const message = named(files, certificate.STATEMENT)
    if (message === undefined) return null
    const sshsig = named(files, certificate.SSHSIG)
    const outcome = checkedStatement(message.bytes, {
      sshsig: sshsig === undefined ? null : (textOf(sshsig.bytes) ?? ""),
      signature: named(files, certificate.SIGNATURE)?.bytes ?? null,
      key: keyBeside(files),
    })
    if (!isCertified(outcome)) {
      this.findings.push(wrong(message.name, outcome))
      return null
    }
    this.findings.push(right(message.name, { kind: "detached" }))
    return this.take(message.name, outcome)
  }

  /** One certificate at a time: of two, nobody could say which of them the files are proved by. */
  private take(name: string, certified: Certified): Certified {
    const before = this.certified
    const isSame = before === null || (same(before.message, certified.message) && before.signer === certified.signer)
    if (!isSame) this.findings.push(wrong(name, { kind: "several" }))
    this.certified = certified
    return certified
  }

  private part(files: readonly Given[], name: string, bytes: Uint8Array): void {
    const file = named(files, name)
    if (file === undefined) this.findings.push(wrong(name, { kind: "partMissing" }))
    else if (same(file.bytes, bytes)) this.findings.push(right(name, { kind: "part" }))
    else this.findings.push(wrong(name, { kind: "partAltered" }))
  }

  private stated(files: readonly Given[], stated: StatedFile): void {
    const file = named(files, stated.name)
    if (file === undefined) {
      this.findings.push(wrong(stated.name, { kind: "certifiedMissing" }))
      return
    }
    const found = sha256Hex(file.bytes)
    const isSame = found === stated.sha256 && file.bytes.length === stated.bytes
    const hashes = { certified: stated.sha256, found }
    this.findings.push(
      isSame
        ? right(file.name, { kind: "certified", as: file.name })
        : wrong(file.name, { kind: "certifiedAltered", hashes }),
    )
  }

  /** The manifest names what somebody added too: only the statement is signed. */
  private uncertified({ name }: Given, { statement, parts }: Certified): void {
    const known = [certificate.CERTIFICATE, MANIFEST, certificate.SSHSIG, certificate.SIGNATURE]
    if (name === README) this.findings.push(note(name, { kind: "uncovered" }))
    else if (!known.includes(name) && !parts.has(name) && statement.files.every((file) => file.name !== name)) {
      this.findings.push(wrong(name, { kind: "added" }))
    }
  }

  /** The wording itself has the hashes that were frozen; where it has not, in which text. */
  private wordings(files: readonly Given[], statement: Statement): void {
    const { known } = this
    for (const [hash, words] of wordingsIn(files)) known.set(hash, words)
    const snapshot = named(files, SNAPSHOT)
    if (snapshot !== undefined) this.findings.push(checkSnapshot(snapshot, statement, known))
    const draft = named(files, DRAFT_JSON)
    if (draft !== undefined && this.isJudged(draft)) {
      this.findings.push(...differenceOfDraft(draft, statement, known))
    }
  }

  verdict(): Verdict {
    const { certified, findings } = this
    return {
      isValid: certified !== null && findings.every(({ level }) => level !== "wrong"),
      statement: certified?.statement ?? null,
      signer: certified?.signer ?? null,
      findings,
      wordings: this.known,
    }
  }
}

function keyBeside(files: readonly Given[]): PublicKey | null {
  const read = (name: string): string => textOf(named(files, name)?.bytes ?? new Uint8Array()) ?? ""
  return PublicKey.fromOpenssh(read(certificate.SIGNER).trimEnd()) ?? PublicKey.fromPem(read(certificate.PEM))
}
