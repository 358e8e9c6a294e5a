/** A text with two views of the same length, so that a position in one is a position in all. */
export interface ReadableText {
  readonly raw: string;
  /** Accents dropped; hyphens, underscores and every blank are a space. */
  readonly exact: string;
  /** `exact` in lower case. */
  readonly folded: string;
}

export function readableText(raw: string): ReadableText {
  const exact = raw.replace(NOT_ASCII, plainUnit).replace(BLANK, " ");
  return { raw, exact, folded: exact.replace(/[A-Z]+/g, lower).replace(NOT_ASCII, lower) };
}

/** A word or term as it is compared: accents, case, hyphens and blanks at the ends do not matter. */
export function foldTerm(term: string): string {
  return termViews(term).folded;
}

/** A term as it is compared with its case: only accents, hyphens and blanks at the ends do not matter. */
export function exactTerm(term: string): string {
  return termViews(term).exact;
}

interface TermViews {
  readonly exact: string;
  readonly folded: string;
}

/** Terms come from schemas and glossaries and are the same for every text; longer texts are not worth remembering. */
const known = new Map<string, TermViews>();
const MOST_KNOWN = 20_000;
const LONGEST_KNOWN = 100;

function termViews(term: string): TermViews {
  const remembered = known.get(term);
  if (remembered !== undefined) return remembered;
  const { exact, folded } = readableText(term);
  const views = { exact: exact.trim(), folded: folded.replace(/ +/g, " ").trim() };
  if (term.length <= LONGEST_KNOWN && known.size < MOST_KNOWN) known.set(term, views);
  return views;
}

/** By UTF-16 units, so that every replacement keeps its place. */
const NOT_ASCII = /[\u0080-\uffff]/g;
const BLANK = /[^\S\n]|[_-]/g;

function plainUnit(unit: string): string {
  if (/[\s\u2010-\u2015]/.test(unit)) return " ";
  return unit.normalize("NFD").charAt(0);
}

function lower(letters: string): string {
  const lowered = letters.toLowerCase();
  return lowered.length === letters.length ? lowered : letters;
}
