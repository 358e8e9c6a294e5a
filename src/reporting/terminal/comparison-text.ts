import { formatDifference, formatScore, formatTime } from "../figures.ts";
import { printableLine } from "../printable-text.ts";
import { type ComparedPrompt, incomparable, type PartChange } from "../prompt-comparison.ts";
import type { Palette } from "./palette.ts";
import { type Column, textTable } from "./text-table.ts";

const LINE = 400;
const COLUMNS: readonly Column[] = [
  { head: "" },
  { head: "version" },
  { head: "model" },
  { head: "score", right: true },
  { head: "interval" },
  { head: "threshold", right: true },
  { head: "verdict" },
  { head: "run" },
];

export interface Comparison {
  readonly task: string;
  readonly from?: ComparedPrompt;
  readonly to: ComparedPrompt;
  readonly changes: readonly PartChange[];
}

/** Two versions side by side: figures as a table, then what differs, part by part. */
export function renderComparison({ task, from, to, changes }: Comparison, palette: Palette): string {
  const rows = [...(from === undefined ? [] : [row("from", from)]), row("to", to)];
  const [head = "", ...body] = textTable(COLUMNS, rows);
  return [
    palette.strong(task),
    palette.faint(head),
    ...body,
    ...(from === undefined ? ["nothing of it is in production yet: all of it is new"] : scoreLine(from, to)),
    ...(changes.length === 0 ? ["", "the prompts are the same"] : []),
    ...changes.flatMap((change) => partLines(change, palette)),
  ].join("\n");
}

function row(side: string, { version, isCandidate, prompt, run }: ComparedPrompt): readonly string[] {
  const name = isCandidate ? `${version} (candidate)` : version;
  const { interval } = run ?? { interval: null };
  return [
    side,
    name,
    `${prompt.model.provider}/${prompt.model.name}`,
    formatScore(run?.score),
    interval === null ? "–" : `${interval.low.toFixed(2)} to ${interval.high.toFixed(2)}`,
    run === undefined ? "–" : formatScore(run.threshold),
    run?.verdict ?? "not on record",
    run === undefined ? "–" : `${run.run_id} (${formatTime(run.at)})`,
  ].map((text) => printableLine(text, LINE));
}

function scoreLine(from: ComparedPrompt, to: ComparedPrompt): readonly string[] {
  if (from.run === undefined || to.run === undefined || from.run === to.run) return [];
  const why = incomparable(from.run, to.run);
  if (why !== undefined) return [`the two scores cannot be compared: ${why}`];
  const difference = (to.run.score ?? 0) - (from.run.score ?? 0);
  return [`${to.run.metric}: ${formatDifference(difference)}`];
}

function partLines({ part, hunks }: PartChange, palette: Palette): readonly string[] {
  const body = hunks.flatMap(({ from_line, to_line, lines }) => [
    palette.note(`@@ -${from_line} +${to_line} @@`),
    ...lines.map((line) => coloured(line, palette)),
  ]);
  return ["", palette.strong(part), ...body];
}

function coloured(line: string, palette: Palette): string {
  const text = `${line.slice(0, 1)}${printableText(line.slice(1))}`;
  if (line.startsWith("-")) return palette.bad(text);
  return line.startsWith("+") ? palette.good(text) : text;
}

/** Leading blanks are part of what differs, and stay. */
function printableText(text: string): string {
  const indent = /^ */.exec(text)?.[0] ?? "";
  return indent + printableLine(text.slice(indent.length), LINE);
}
