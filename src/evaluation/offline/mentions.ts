import { exactTerm, foldTerm, type ReadableText } from "./readable-text.ts";
import { bordersAfter, bordersBefore, type Span } from "./word-borders.ts";

export interface Mention extends Span {
  /** The term is only the beginning or the end of a longer word, as `lager` in `Kugellager`. */
  readonly partial: boolean;
}

const LONGEST_CASE_SENSITIVE = 3;
const SHORTEST_PART = 5;

/**
 * Where a term stands in a text, in order. Letters and digits border each other (`24V` mentions `V`). Terms of up to
 * three characters are compared with their case (`m` is not `M`); terms of five or more letters also count as the
 * beginning or end of a longer word.
 */
export function findMentions(text: ReadableText, term: string): readonly Mention[] {
  const short = term.length <= LONGEST_CASE_SENSITIVE;
  const wanted = short ? exactTerm(term) : foldTerm(term);
  const view = short ? text.exact : text.folded;
  const mayBePart = wanted.length >= SHORTEST_PART && /^\p{L}+$/u.test(wanted);
  return occurrences(view, wanted).flatMap((span): Mention[] => {
    const bordered = [bordersBefore(view, span), bordersAfter(view, span)];
    if (bordered.every(Boolean)) return [{ ...span, partial: false }];
    return mayBePart && bordered.some(Boolean) ? [{ ...span, partial: true }] : [];
  });
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

/** Whether `outer` holds `inner` and more. */
export function holds(outer: Span, inner: Span): boolean {
  const within = outer.start <= inner.start && inner.end <= outer.end;
  return within && outer.end - outer.start > inner.end - inner.start;
}

/** Whether nothing but blanks, hyphens or opening marks stands between two spans that do not overlap. */
export function adjacent(text: ReadableText, a: Span, b: Span): boolean {
  if (overlaps(a, b)) return false;
  const between = a.end <= b.start ? text.raw.slice(a.end, b.start) : text.raw.slice(b.end, a.start);
  return /^[ \t\u00a0\u202f\-([]*$/u.test(between);
}

/** Characters between two spans, 0 where they touch or overlap; undefined when they stand on different lines. */
export function distance(text: ReadableText, a: Span, b: Span): number | undefined {
  const [first, second] = a.start <= b.start ? [a, b] : [b, a];
  const between = text.raw.slice(first.end, Math.max(first.end, second.start));
  return between.includes("\n") ? undefined : between.length;
}

function occurrences(view: string, wanted: string): readonly Span[] {
  if (wanted === "") return [];
  const found: Span[] = [];
  for (let at = view.indexOf(wanted); at >= 0; at = view.indexOf(wanted, at + 1)) {
    found.push({ start: at, end: at + wanted.length });
  }
  return found;
}
