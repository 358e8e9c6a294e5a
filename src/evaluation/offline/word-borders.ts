export interface Span {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** Whether a word may begin at the span: letters border digits (`24V`), nothing borders its own kind. */
export function bordersBefore(text: string, span: Span): boolean {
  return !sameClass(text.charAt(span.start - 1), text.charAt(span.start));
}

/** Whether a word may end with the span. */
export function bordersAfter(text: string, span: Span): boolean {
  return !sameClass(text.charAt(span.end - 1), text.charAt(span.end));
}

function sameClass(a: string, b: string): boolean {
  const kind = characterClass(a);
  return kind !== "other" && kind === characterClass(b);
}

/** Superscripts count as letters, so that `mm` is not found in `mm²`. */
function characterClass(character: string): "letter" | "digit" | "other" {
  if (/^\p{Nd}$/u.test(character)) return "digit";
  return /^[\p{L}\p{No}°µ]$/u.test(character) ? "letter" : "other";
}
