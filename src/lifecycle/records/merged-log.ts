const MARKER = /^(?:<{7}|\|{7}|={7}|>{7})(?: |\r?$)/;

/** From 1; undefined where no merge left its markers in the log. */
export function conflictLine(text: string): number | undefined {
  const at = text.split("\n").findIndex((line) => MARKER.test(line));
  return at < 0 ? undefined : at + 1;
}

/**
 * An append-only log of which a merge kept both sides with its markers: the markers go, every line stays, and what both
 * sides have stands once. A log without markers is left as it is.
 */
export function withoutConflict(text: string): string {
  if (conflictLine(text) === undefined) return text;
  const lines = text.split("\n").filter((line) => line !== "" && !MARKER.test(line));
  return [...new Set(lines)].map((line) => `${line}\n`).join("");
}
