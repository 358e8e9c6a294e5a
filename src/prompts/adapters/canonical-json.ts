import canonicalize from "canonicalize";

/** Canonical JSON of RFC 8785: equal values give equal text, whatever the order of keys. Throws on NaN and infinities. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("undefined has no canonical JSON");
  return text;
}
