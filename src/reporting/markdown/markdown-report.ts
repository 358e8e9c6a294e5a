import { changedExamples } from "../changed-examples.ts";
import { counted, formatScore } from "../figures.ts";
import { mayPromote } from "../may-promote.ts";
import { mergeEffect, type UndoStep } from "../merge-effect.ts";
import { mergeFate } from "../merge-fate.ts";
import { localCommand, nextStepsOfAll } from "../next-steps.ts";
import { sizeOf, takeWithin } from "../on-github/text-budget.ts";
import type { ReportedRun } from "../reported-run.ts";
import { runHeadline } from "../run-headline.ts";
import { toneSymbol } from "../verdict-words.ts";
import { worstFirst } from "../worst-first.ts";
import { exampleTable } from "./markdown-examples.ts";
import { taskDetails, taskReasons, taskSummary } from "./markdown-task.ts";
import { markdownAdvice, markdownCode, markdownSentence } from "./markdown-text.ts";

/** Finds the one comment again that is updated in place. */
export const COMMENT_MARKER = "<!-- gpt-pipeline-hub:evaluation -->";

/** What a comment on GitHub may hold, in characters; kept in bytes, which are never fewer. */
export const MAX_COMMENT = 65_536;

const MAX_TASK_ROWS = 3;
/** What the worst of several tasks may have of the room that is left, before those behind it. */
const FIRST_SHARE = 0.6;
const UNDONE_IN_A_LINE = 2;
const MOST_UNDONE = 40;

/** What a report says besides: with `steps`, what merging does and who acts next. */
export interface MarkdownWish {
  /** In UTF-8, at most. */
  readonly bytes: number;
  readonly hasSteps: boolean;
}

/**
 * The comment of a pull request and the text of `--report markdown`: fewer than fifteen lines before the first fold, as GitHub shows a
 * run without notes. Foreign texts are escaped and cut.
 */
export function renderMarkdownReport(
  runs: readonly ReportedRun[],
  { bytes = MAX_COMMENT, hasSteps = true }: Partial<MarkdownWish> = {},
): string {
  const ordered = worstFirst(runs);
  const first = ordered[0];
  if (first === undefined) return `${COMMENT_MARKER}\n### Nothing to evaluate\nNo task was touched.\n`;
  const wish = { bytes, hasSteps };
  return ordered.length === 1 ? oneTask(first, wish) : manyTasks(ordered, first, wish);
}

function oneTask(run: ReportedRun, { bytes, hasSteps }: MarkdownWish): string {
  const examples = changedExamples(run);
  const steps = hasSteps ? closing([run]) : [];
  const head = [COMMENT_MARKER, heading(run), ...taskSummary(run, examples), ...steps, ""].join("\n");
  return `${head}\n${taskDetails(run, examples, bytes - sizeOf(head) - 2)}\n`;
}

function manyTasks(
  runs: readonly ReportedRun[],
  worst: ReportedRun,
  { bytes, hasSteps }: MarkdownWish,
): string {
  const steps = hasSteps ? closing(runs) : [];
  const head = [COMMENT_MARKER, ...overview(runs, worst), "", ...steps, ""].join("\n");
  const room = bytes - sizeOf(head) - 400;
  const shown = takeWithin(taskFolds(runs, room), room);
  const more = runs.length - shown.length;
  const rest =
    more > 0 ? [`${counted(more, "more task")} did not fit here; the full report has all of them.`] : [];
  return `${[head, ...shown, ...rest].join("\n")}\n`;
}

/** Each within its part of the room, the worst first and with the most; what one leaves is for those behind it. */
function* taskFolds(runs: readonly ReportedRun[], room: number): Iterable<string> {
  let left = room;
  for (const [at, run] of runs.entries()) {
    const behind = runs.length - at - 1;
    const share = Math.max(left / (behind + 1), (left - behind * LEAST_FOLD) * FIRST_SHARE);
    const text = taskFold(run, Math.floor(behind === 0 ? left : share));
    left -= sizeOf(text) + 1;
    yield text;
  }
}

/** Bytes of a fold without examples, about. */
const LEAST_FOLD = 2_000;

function overview(runs: readonly ReportedRun[], worst: ReportedRun): readonly string[] {
  const ready = runs.filter((run) => mayPromote(run) && mergeFate(run) !== "kept_out").length;
  const more = runs.length - MAX_TASK_ROWS;
  const { heading: title, toMend } = changedExamples(worst);
  const examples = mayPromote(worst) ? [] : exampleTable(title, toMend, 1);
  const [reason = ""] = taskReasons(worst);
  return [
    `### ${headline(worst)} · ${ready} of ${counted(runs.length, "task")} pass the gate`,
    `${markdownCode(worst.report.task, 80)}: ${reason}`,
    "",
    "| Task | Verdict | Worse : better | Score | Threshold | Production |",
    "|---|---|---|---|---|---|",
    ...runs.slice(0, MAX_TASK_ROWS).map(taskRow),
    ...(more > 0 ? ["", `and ${counted(more, "more task")} below.`] : []),
    ...(examples.length > 0 ? ["", ...examples] : []),
  ];
}

function taskRow(run: ReportedRun): string {
  const { report } = run;
  const { baseline } = report;
  const cells = [
    `${breakable(markdownCode(report.task, 80))} ${markdownSentence(report.version, 40)}`,
    headline(run),
    baseline === null ? "–" : `${baseline.worse} : ${baseline.better}`,
    `**${formatScore(report.score)}**`,
    formatScore(report.threshold),
    formatScore(baseline?.score),
  ];
  return `| ${cells.join(" | ")} |`;
}

/** A long name leaves room for the other columns. */
const breakable = (code: string): string => code.replaceAll("_", "_<wbr>");

function taskFold(run: ReportedRun, bytes: number): string {
  const open = `<details><summary>${markdownCode(run.report.task, 80)}: ${headline(run)}</summary>\n`;
  const examples = changedExamples(run);
  const head = [open, ...taskSummary(run, examples)].join("\n");
  const folds = taskDetails(run, examples, bytes - sizeOf(head) - 20);
  return `${head}\n${folds}\n\n</details>`;
}

function heading(run: ReportedRun): string {
  const { task, version } = run.report;
  return `### ${headline(run)} · ${markdownCode(task, 80)} ${markdownSentence(version, 40)}`;
}

function headline(run: ReportedRun): string {
  const { tone, words, by } = runHeadline(run);
  return `${toneSymbol(tone)} ${words}${by === undefined ? "" : ` ${markdownCode(by, 40)}`}`;
}

function closing(runs: readonly ReportedRun[]): readonly string[] {
  const { effect, undo } = mergeEffect(runs);
  const [first] = runs;
  const steps = nextStepsOfAll(runs, "elsewhere");
  const local = localCommand(
    runs.map(({ report }) => report),
    first?.scripts,
  );
  const isShort = undo.length <= UNDONE_IN_A_LINE;
  return [
    `- **Merging:** ${markdownAdvice([effect, ...(isShort ? undo.map(undoSentence) : [])].join(" "), 1_800)}`,
    `- **The same result locally:** ${markdownCode(local, 600)}`,
    `- **Author, next:** ${markdownAdvice(steps.author, 600)}`,
    `- **Owner, next:** ${markdownAdvice(steps.owner, 600)}`,
    ...(isShort ? [] : ["", ...undoFold(undo)]),
  ];
}

const undoSentence = ({ where, command }: UndoStep): string => `To undo, ${where}: \`${command}\`.`;

function undoFold(undo: readonly UndoStep[]): readonly string[] {
  const more = undo.length - MOST_UNDONE;
  return [
    "<details><summary>How to undo it</summary>",
    "",
    ...undo
      .slice(0, MOST_UNDONE)
      .map(({ where, command }) => `- ${markdownSentence(where, 200)}: ${markdownCode(command, 400)}`),
    ...(more > 0 ? [`- and ${more} more like these`] : []),
    "",
    "</details>",
  ];
}
