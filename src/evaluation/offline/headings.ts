import type { Label } from "./labels.ts";
import { foldTerm, type ReadableText } from "./readable-text.ts";

export interface HeadedLine {
  readonly heading: string;
  readonly start: number;
}

const HEADING = /^[ \t]*([\p{L}][\p{L} _-]{0,40}):/gmu;

/** Lines such as `Part number: ...`, with the heading folded. */
export function headedLines(text: ReadableText): readonly HeadedLine[] {
  return [...text.raw.matchAll(HEADING)].map((match) => ({
    heading: foldTerm(match[1] ?? ""),
    start: match.index,
  }));
}

/** Labels that head lines of the text say where a value stands; undefined when these labels do not. */
export function headingLabels(
  labels: readonly Label[],
  lines: readonly HeadedLine[],
): ((position: number) => Label | undefined) | undefined {
  const byHeading = new Map(labels.map((label) => [foldTerm(String(label.value)), label]));
  if (!lines.some((line) => byHeading.has(line.heading))) return undefined;
  return (position) => {
    const line = lines.findLast((candidate) => candidate.start <= position);
    return line === undefined ? undefined : byHeading.get(line.heading);
  };
}
