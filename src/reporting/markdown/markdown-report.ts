import { changedExamples } from "../changed-examples.ts";
import { counted, formatScore } from "../figures.ts";
import { mayPromote } from "../may-promote.ts";
import { type MergeStep, mergeEffect } from "../merge-effect.ts";
import { mergeFate } from "../merge-fate.ts";
import { localCommand, nextStepsOfAll } from "../next-steps.ts";
import type { ReportedRun } from "../reported-run.ts";
import { isSmoke, runHeadline } from "../run-headline.ts";
import { toneSymbol } from "../verdict-words.ts";
import { worstFirst } from "../worst-first.ts";
import { exampleTable } from "./markdown-examples.ts";
import { costOf, EXAMPLES_ABOVE_THE_FOLD, taskDetails, taskReasons, taskSummary } from "./markdown-task.ts";
import { markdownAdvice, markdownCode, markdownSentence } from "./markdown-text.ts";
import { shownLines } from "./shown-lines.ts";
import { sizeOf, takeWithin } from "./text-budget.ts";

/** Finds the one comment again that is updated in place. */
export const COMMENT_MARKER = "<!-- gpt-pipeline-hub:evaluation -->";

/** What a comment on GitHub may hold, in characters; kept in bytes, which are never fewer. */
export const MAX_COMMENT = 65_536;

/** What GitHub may show before the first fold, of text. */
const MOST_LINES = 14;
const MAX_TASK_ROWS = 3;
const NAME_IN_A_ROW = 26;
/** What the worst of several tasks may have of the room that is left, before those behind it. */
const FIRST_SHARE = 0.6;
const MOST_COMMANDS = 40;

/** What a report says besides: with `steps`, what merging does and who acts next. */
export interface MarkdownWish {
  /** In UTF-8, at most. */
  readonly bytes: number;
  readonly hasSteps: boolean;
}

/**
 * The comment of a pull request and the text of `--report markdown`: fewer than fifteen lines before the first fold, as GitHub shows
 * it, with names of usual length; what takes more room leaves less for examples. Foreign texts are escaped and cut.
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
  const head = firstWithin(most(EXAMPLES_ABOVE_THE_FOLD, 0), (shown) =>
    [COMMENT_MARKER, heading(run), ...taskSummary(run, examples, shown), ...steps, ""].join("\n"),
  );
  return `${head}\n${taskDetails(run, examples, bytes - sizeOf(head) - 2)}\n`;
}

function manyTasks(
  runs: readonly ReportedRun[],
  worst: ReportedRun,
  { bytes, hasSteps }: MarkdownWish,
): string {
  const steps = hasSteps ? closing(runs) : [];
  const head = firstWithin(most(MAX_TASK_ROWS, 1), (shown) =>
    [COMMENT_MARKER, ...overview(runs, worst, shown), "", ...steps, ""].join("\n"),
  );
  const room = bytes - sizeOf(head) - 400;
  const shown = takeWithin(taskFolds(runs, room), room);
  const more = runs.length - shown.length;
  const rest =
    more > 0 ? [`${counted(more, "more task")} did not fit here; the full report has all of them.`] : [];
  return `${[head, ...shown, ...rest].join("\n")}\n`;
}

const most = (from: number, to: number): readonly number[] =>
  Array.from({ length: from - to + 1 }, (_, at) => from - at);

/** The text with the first of these counts that leaves it short enough, or with the last. */
function firstWithin(counts: readonly number[], textOf: (count: number) => string): string {
  const texts = counts.map(textOf);
  return texts.find((text) => shownLines(text) <= MOST_LINES) ?? texts.at(-1) ?? "";
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

function overview(runs: readonly ReportedRun[], worst: ReportedRun, shown: number): readonly string[] {
  const ready = runs.filter((run) => mayPromote(run) && mergeFate(run) !== "kept_out").length;
  const more = runs.length - shown;
  const { heading: title, toMend } = changedExamples(worst);
  const examples = mayPromote(worst) ? [] : exampleTable(title, toMend, 1);
  return [
    `### ${headline(worst)} · ${ready} of ${counted(runs.length, "task")} pass the gate`,
    ...leadingReason(worst),
    "| Task | Worse : better | Score | Threshold | Production | Smallest drop |",
    "|---|---|---|---|---|---|",
    ...runs.slice(0, shown).map(taskRow),
    "",
    `${more > 0 ? `and ${counted(more, "more task")} below; all` : "All"} of them together cost ${totalCost(runs)}.`,
    ...(examples.length > 0 ? ["", ...examples] : []),
  ];
}

/** Of a plain pass the table's row says as much. */
function leadingReason(worst: ReportedRun): readonly string[] {
  const [reason = ""] = taskReasons(worst);
  const isPlain = worst.report.verdict === "pass" && !isSmoke(worst);
  return isPlain ? [""] : [`${markdownCode(worst.report.task, 80)}: ${reason}`, ""];
}

/** Against the sum of their limits, where each has one; unknown where one of the costs is. */
function totalCost(runs: readonly ReportedRun[]): string {
  const sum = (values: readonly (number | null | undefined)[]): number | null =>
    values.reduce<number | null>(
      (total, value) => (total === null ? null : value == null ? null : total + value),
      0,
    );
  return costOf(
    sum(runs.map(({ report }) => report.cost.usd)),
    sum(runs.map(({ budgetUsd }) => budgetUsd)) ?? undefined,
  );
}

function taskRow(run: ReportedRun): string {
  const { report } = run;
  const { baseline } = report;
  const { tone } = runHeadline(run);
  const cells = [
    `${toneSymbol(tone)} ${markdownCode(middleCut(report.task, NAME_IN_A_ROW), NAME_IN_A_ROW)}`,
    baseline === null ? "–" : `${baseline.worse} : ${baseline.better}`,
    `**${formatScore(report.score)}**`,
    formatScore(report.threshold),
    formatScore(baseline?.score),
    report.detectable_drop?.toFixed(2) ?? "none",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** Names that begin alike stay apart. */
function middleCut(name: string, length: number): string {
  const end = Math.floor(length / 2);
  return name.length <= length ? name : `${name.slice(0, length - end - 1)}…${name.slice(-end)}`;
}

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
  const { effect, undo, byHand } = mergeEffect(runs);
  const [first] = runs;
  const steps = nextStepsOfAll(runs, "elsewhere");
  const local = localCommand(
    runs.map(({ report }) => report),
    first?.scripts,
  );
  const isOne = runs.length === 1 || undo.length === 1;
  const [last] = undo;
  const undone = isOne
    ? last === undefined
      ? []
      : [undoSentence(last)]
    : undo.length > 1
      ? [UNDO_BELOW]
      : [];
  return [
    `- **Merging:** ${markdownAdvice([effect, ...undone].join(" "), 1_800)}`,
    `- **The same result locally:** ${markdownCode(local, 600)}`,
    `- **Author, next:** ${markdownAdvice(steps.author, 600)}`,
    `- **Owner, next:** ${markdownAdvice(steps.owner, 600)}`,
    ...commandFold("The reason, by hand", byHand),
    ...commandFold("How to undo it", isOne ? undo.slice(1) : undo),
  ];
}

const undoSentence = ({ command }: MergeStep): string => `To undo: \`${command}\`.`;

const UNDO_BELOW = "To undo: a command for each task and place, folded below.";

function commandFold(summary: string, steps: readonly MergeStep[]): readonly string[] {
  if (steps.length === 0) return [];
  const more = steps.length - MOST_COMMANDS;
  return [
    "",
    `<details><summary>${summary}</summary>`,
    "",
    ...steps
      .slice(0, MOST_COMMANDS)
      .map(({ where, command }) => `- ${markdownSentence(where, 200)}: ${markdownCode(command, 400)}`),
    ...(more > 0 ? [`- and ${more} more like these`] : []),
    "",
    "</details>",
  ];
}
