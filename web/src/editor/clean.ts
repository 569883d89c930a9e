// What may not enter a text by typing or pasting, removed before it becomes an edit. The server and the PDF refuse these.

const LINK_LENGTH_MAX = 2000
const LINK_SCHEMES = ["http:", "https:", "mailto:"]
/** Other line ends become line breaks. */
const LINE_ENDS = /\r\n?|[\u2028\u2029\u0085\v\f]/g
/**
 * Controls, the signs that turn or isolate the direction of writing unseen (U+202A–202E, U+2066–2069), the place
 * holder for objects, and what is no character at all.
 */
// eslint-disable-next-line no-control-regex -- controls are what is looked for
const FORBIDDEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffc\ufffe\uffff]/g
/** Halves of letters: a pair cut in two is no letter. */
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Letters that a text may hold. `\n` stays. */
export function cleanLetters(letters: string): string {
  return letters.replace(LINE_ENDS, "\n").replaceAll("\t", " ").replace(FORBIDDEN, "").replace(LONE_SURROGATES, "")
}

/** The address in its normal form, or null if a reader must not follow it. A bare domain is taken for https. */
export function safeHref(address: string): string | null {
  const trimmed = address.trim()
  const hasScheme = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) && !/^[\w.-]+:\d/.test(trimmed)
  const candidate = hasScheme ? trimmed : /^[^\s@]+@[^\s@]+$/.test(trimmed) ? `mailto:${trimmed}` : `https://${trimmed}`
  if (!URL.canParse(candidate)) return null
  const url = new URL(candidate)
  const fits = LINK_SCHEMES.includes(url.protocol) && url.href.length <= LINK_LENGTH_MAX
  const leads = url.protocol === "mailto:" ? url.pathname.includes("@") : url.hostname.includes(".") || hasScheme
  return fits && leads ? url.href : null
}
