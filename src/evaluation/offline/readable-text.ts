/** A text with two views of the same length, so that a position in one is a position in all. */
export interface ReadableText {
  readonly raw: string;
  /** Accents dropped; hyphens, underscores and every blank are a space. */
  readonly exact: string;
  /** `exact` in lower case. */
  readonly folded: string;
}

export function readableText(raw: string): ReadableText {
  const exact = Array.from({ length: raw.length }, (_, i) => plainUnit(raw.charAt(i))).join("");
  const folded = Array.from({ length: exact.length }, (_, i) => lowerUnit(exact.charAt(i))).join("");
  return { raw, exact, folded };
}

/** A word or term as it is compared: accents, case, hyphens and blanks at the ends do not matter. */
export function foldTerm(term: string): string {
  return readableText(term).folded.replace(/ +/g, " ").trim();
}

function plainUnit(unit: string): string {
  if (/[\s_\-\u2010-\u2015]/u.test(unit)) return unit === "\n" ? unit : " ";
  return unit.normalize("NFD").charAt(0);
}

function lowerUnit(unit: string): string {
  const lower = unit.toLowerCase();
  return lower.length === 1 ? lower : unit;
}
