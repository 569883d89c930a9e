// The sign of a footnote, after the words it belongs to. The note itself has the id `n-ID` and leads back to `ref-ID`.

export function noteSign(footnote: string, sign: string): HTMLElement {
  const element = document.createElement("sup")
  element.className = "note-sign"
  element.id = `ref-${footnote}`
  const link = document.createElement("a")
  link.href = `#n-${footnote}`
  link.textContent = sign
  element.append(link)
  return element
}
