import { differenceExcerpts } from "../difference-excerpt.ts";
import { counted, formatTime } from "../figures.ts";
import { printableLine } from "../printable-text.ts";
import type { Palette } from "./palette.ts";
import { type Column, textTable } from "./text-table.ts";

/** One version as it was judged. */
export interface JudgedVersion {
  readonly version: string;
  readonly status: "passed" | "failed" | "unknown";
  readonly answer: string | null;
  readonly why: string;
  /** Of the run whose recorded answer was taken; null where the provider was asked. */
  readonly run_id: string | null;
}

/** A version with where it came from. */
export interface BlamedVersion extends JudgedVersion {
  readonly commit: string | null;
  readonly at: string | null;
  readonly by: string | null;
  readonly change: string;
}

export interface BisectionReport {
  readonly task: string;
  readonly example: string;
  readonly found: boolean;
  /** What was found, or why it cannot be said, in a sentence. */
  readonly conclusion: string;
  readonly first_bad: BlamedVersion | null;
  readonly last_good: BlamedVersion | null;
  /** In the order of versions. */
  readonly judged: readonly JudgedVersion[];
}

const WIDTH = 200;
const COLUMNS: readonly Column[] = ["version", "says", "answer", "from"].map((head) => ({ head }));

/** The version that broke an answer, both answers, and every version that was looked at. */
export function renderBisection(report: BisectionReport, palette: Palette): string {
  const { conclusion, first_bad: bad, last_good: good, judged } = report;
  const mark = report.found ? palette.bad : palette.warn;
  const rows = judged.map(({ version, status, answer, run_id }) => [
    version,
    status,
    printableLine(answer ?? "none", 60),
    run_id ?? "asked now",
  ]);
  const [head = "", ...body] = textTable(COLUMNS, rows);
  return [
    mark(printableLine(conclusion, 400)),
    ...(bad === null || good === null ? [] : blameLines(bad, good)),
    "",
    palette.faint(head),
    ...body,
    palette.faint(`${counted(judged.length, "version")} looked at`),
  ].join("\n");
}

function blameLines(bad: BlamedVersion, good: BlamedVersion): readonly string[] {
  const [before, after] = differenceExcerpts(good.answer, bad.answer, WIDTH);
  const who = [bad.by ?? "unknown", bad.at === null ? "" : formatTime(bad.at)].join(" ").trim();
  return [
    `  change  ${printableLine(bad.change, WIDTH)}`,
    `  commit  ${bad.commit === null ? "not in this history" : bad.commit.slice(0, 12)} (${who})`,
    `  ${good.version}  ${printableLine(before, WIDTH)}`,
    `  ${bad.version}  ${printableLine(after, WIDTH)}`,
    `  why     ${printableLine(bad.why, WIDTH)}`,
  ];
}
