import type { Verdict } from "../../evaluation/report.ts";
import { counted, formatScore, formatTime } from "../figures.ts";
import { printableLine } from "../printable-text.ts";
import type { Palette } from "./palette.ts";
import { type Column, textTable } from "./text-table.ts";

/** One recorded run with what was decided and what would be. */
export interface ReplayedRun {
  readonly task: string;
  readonly run_id: string;
  readonly at: string;
  readonly stage: string;
  readonly version: string;
  readonly score: number | null;
  readonly threshold: { readonly recorded: number; readonly replayed: number };
  readonly verdict: { readonly recorded: Verdict; readonly replayed: Verdict };
  readonly changes: boolean;
  readonly basis: "answers" | "figures" | "none";
  readonly reasons: readonly string[];
  /** What could not be replayed; null where all of it was. */
  readonly note: string | null;
}

const COLUMNS: readonly Column[] = [
  { head: "when (UTC)" },
  { head: "task" },
  { head: "version" },
  { head: "stage" },
  { head: "score", right: true },
  { head: "threshold" },
  { head: "then" },
  { head: "now" },
  { head: "from" },
];

/** Run by run what was decided and what would be; a changed decision is marked, with its deciding sentence. */
export function renderReplay(runs: readonly ReplayedRun[], palette: Palette): string {
  if (runs.length === 0) return "no run is on record in that time: nothing to replay";
  const [head = "", ...lines] = textTable(COLUMNS, runs.map(cells));
  const body = lines.flatMap((line, at) => rowLines(line, runs[at], palette));
  const changed = runs.filter(({ changes }) => changes).length;
  return [
    palette.faint(`  ${head}`),
    ...body,
    "",
    palette.strong(`${changed} of ${counted(runs.length, "decision")} would change`),
    ...noteLines(runs),
  ].join("\n");
}

function cells(run: ReplayedRun): readonly string[] {
  const { recorded, replayed } = run.threshold;
  const threshold =
    recorded === replayed ? formatScore(recorded) : `${formatScore(recorded)} -> ${formatScore(replayed)}`;
  const texts = [formatTime(run.at), run.task, run.version, run.stage, formatScore(run.score), threshold];
  return [...texts, run.verdict.recorded, run.verdict.replayed, run.basis].map((text) =>
    printableLine(text, 60),
  );
}

function rowLines(line: string, run: ReplayedRun | undefined, palette: Palette): readonly string[] {
  if (run?.changes !== true) return [`  ${line}`];
  const why = run.reasons[0];
  return [palette.warn(`* ${line}`), ...(why === undefined ? [] : [`    ${printableLine(why, 300)}`])];
}

function noteLines(runs: readonly ReplayedRun[]): readonly string[] {
  const kinds = new Map<string, number>();
  for (const { note } of runs) if (note !== null) kinds.set(note, (kinds.get(note) ?? 0) + 1);
  const unscored = runs.filter(({ basis }) => basis === "none").length;
  return [
    ...[...kinds].map(([note, count]) => `${counted(count, "run")}: ${note}`),
    ...(unscored === 0
      ? []
      : [`${counted(unscored, "run")}: the verdict rests on no score and stands as it is`]),
  ];
}
