// The one form in which a JSON value is signed (RFC 8785): keys by their UTF-16 units, nothing between the signs,
// numbers and strings as ECMAScript writes them. The same as the server's `canonical_json`.

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Throws on what has no canonical form: halves of surrogate pairs, numbers without end. */
export function canonicalJson(value: Json): string {
  if (typeof value === "number" && !Number.isFinite(value)) throw new RangeError("a number without end")
  if (typeof value === "string" && !value.isWellFormed()) throw new RangeError("half of a surrogate pair")
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(",")}]`
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${fields.map(([key, field]) => `${canonicalJson(key)}:${canonicalJson(field)}`).join(",")}}`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
