import { structuredPatch } from "diff";

/** A stretch of changed lines with the unchanged ones around it; line numbers count from 1. */
export interface Hunk {
  readonly from_line: number;
  readonly to_line: number;
  /** Each begins with a blank, `-` or `+`; `\` says that the last line has no line feed. */
  readonly lines: readonly string[];
}

const CONTEXT = 3;
/** Beyond this many edits the texts count as different throughout, so that hostile texts take no time. */
const MAX_EDITS = 1_500;

/** What differs between two texts, line by line, as unified hunks; none where they are equal. */
export function diffLines(before: string, after: string): readonly Hunk[] {
  if (before === after) return [];
  const options = { context: CONTEXT, maxEditLength: MAX_EDITS };
  const patch = structuredPatch("", "", before, after, "", "", options);
  if (patch === undefined) return [replaced(before, after)];
  return patch.hunks.map(({ oldStart, newStart, lines }) => ({
    from_line: oldStart,
    to_line: newStart,
    lines,
  }));
}

function replaced(before: string, after: string): Hunk {
  const marked = (text: string, mark: string): readonly string[] =>
    text.split("\n").map((line) => `${mark}${line}`);
  return { from_line: 1, to_line: 1, lines: [...marked(before, "-"), ...marked(after, "+")] };
}
