// The hashes of all files of a package, in the form that `sha256sum -c` reads. Nobody signs it: it finds accidents.

import { sha256Hex, textOf, type Given } from "./bytes"
import { right, wrong, type Finding } from "./finding"

export const MANIFEST = "SHA256SUMS"

export const manifestOf = (files: readonly Given[]): string =>
  files.map(({ name, bytes }) => `${sha256Hex(bytes)}  ${name}\n`).join("")

/** Every file of a package is in the manifest, every line of it has its file, and the hashes agree. */
export function checkManifest(files: readonly Given[]): readonly Finding[] {
  const manifest = files.find(({ name }) => name === MANIFEST)
  if (manifest === undefined) return [wrong(MANIFEST, { kind: "manifestMissing" })]
  const others = files.filter((file) => file !== manifest)
  const lines = linesOf(manifest)
  const findings = others.flatMap((file) => compared(file, lines))
  const missing = [...lines.keys()].filter((name) => others.every((file) => file.name !== name))
  findings.push(...missing.map((name) => wrong(name, { kind: "listedMissing" })))
  if (findings.length > 0) return findings
  const isAsWritten = manifestOf(others) === textOf(manifest.bytes)
  return [isAsWritten ? right(MANIFEST, { kind: "manifest", files: others.length }) : altered()]
}

/** Of single files, only those that are there can be compared. */
export function checkManifestOf(manifest: Given, files: readonly Given[]): readonly Finding[] {
  const lines = linesOf(manifest)
  const others = files.filter(({ name }) => name !== manifest.name)
  const findings = others.flatMap((file) => compared(file, lines))
  if (findings.length > 0) return findings
  const isWhole = [...lines].map(([name, hash]) => `${hash}  ${name}\n`).join("") === textOf(manifest.bytes)
  return [isWhole && lines.size > 0 ? right(manifest.name, { kind: "manifest", files: others.length }) : altered()]
}

function compared({ name, bytes }: Given, lines: ReadonlyMap<string, string>): readonly Finding[] {
  const hash = lines.get(name)
  if (hash === undefined) return [wrong(name, { kind: "unlisted" })]
  return hash === sha256Hex(bytes) ? [] : [wrong(name, { kind: "otherHash" })]
}

const altered = (): Finding => wrong(MANIFEST, { kind: "manifestAltered" })

function linesOf(manifest: Given): ReadonlyMap<string, string> {
  const lines = (textOf(manifest.bytes) ?? "").split("\n").map((line) => line.split("  "))
  return new Map(lines.flatMap(([hash, name]) => (hash === undefined || name === undefined ? [] : [[name, hash]])))
}
