// One colour a person, the same on every screen: for carets and for what they wrote.

/** `--person-0` … of the page's colours. */
const COLOURS = 8

export function colourOf(person: string): number {
  let hash = 0
  for (let at = 0; at < person.length; at += 1) hash = (hash * 31 + person.charCodeAt(at)) % 65_521
  return hash % COLOURS
}
