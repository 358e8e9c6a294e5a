import { changedExamples } from "../changed-examples.ts";
import { counted, formatScore } from "../figures.ts";
import { mayPromote } from "../may-promote.ts";
import { mergeEffect } from "../merge-effect.ts";
import { localCommand, nextSteps } from "../next-steps.ts";
import { sizeOf, takeWithin } from "../on-github/text-budget.ts";
import type { ReportedRun } from "../reported-run.ts";
import { runFacts } from "../run-facts.ts";
import { toneSymbol, verdictTone, verdictWords } from "../verdict-words.ts";
import { worstFirst } from "../worst-first.ts";
import { taskDetails, taskSummary } from "./markdown-task.ts";
import { markdownAdvice, markdownCode, markdownSentence } from "./markdown-text.ts";

/** Finds the one comment again that is updated in place. */
export const COMMENT_MARKER = "<!-- gpt-pipeline-hub:evaluation -->";

/** What a comment on GitHub may hold, in characters; kept in bytes, which are never fewer. */
export const MAX_COMMENT = 65_536;

const MAX_TASK_ROWS = 5;

/**
 * The comment of a pull request and the text of `--report markdown`: fewer than 15 lines before the first fold, at most
 * `bytes` in UTF-8 whatever the runs hold. Foreign texts are escaped and cut.
 */
export function renderMarkdownReport(runs: readonly ReportedRun[], bytes: number = MAX_COMMENT): string {
  const ordered = worstFirst(runs);
  const first = ordered[0];
  if (first === undefined) return `${COMMENT_MARKER}\n### Nothing to evaluate\nNo task was touched.\n`;
  return ordered.length === 1 ? oneTask(first, bytes) : manyTasks(ordered, first, bytes);
}

function oneTask(run: ReportedRun, bytes: number): string {
  const examples = changedExamples(run);
  const head = [COMMENT_MARKER, heading(run), ...taskSummary(run, examples), ...closing([run], run), ""].join(
    "\n",
  );
  return `${head}\n${taskDetails(run, examples, bytes - sizeOf(head) - 2)}\n`;
}

function manyTasks(runs: readonly ReportedRun[], worst: ReportedRun, bytes: number): string {
  const head = [COMMENT_MARKER, ...overview(runs, worst), "", ...closing(runs, worst), ""].join("\n");
  const room = bytes - sizeOf(head) - 400;
  const details = runs.map((run) => taskFold(run, Math.floor(room / runs.length)));
  const shown = takeWithin(details, room);
  const more = runs.length - shown.length;
  const rest =
    more > 0 ? [`${counted(more, "more task")} did not fit here; the full report has all of them.`] : [];
  return `${[head, ...shown, ...rest].join("\n")}\n`;
}

function overview(runs: readonly ReportedRun[], worst: ReportedRun): readonly string[] {
  const ready = runs.filter(mayPromote).length;
  const more = runs.length - MAX_TASK_ROWS;
  return [
    `### ${verdictText(worst)} · ${ready} of ${counted(runs.length, "task")} may be promoted`,
    `${markdownCode(worst.report.task, 80)}: ${markdownSentence(worst.report.reasons[0] ?? "", 400)}`,
    "",
    "| Task | Verdict | Worse : better | Score | Threshold | Production | Can see | Cost |",
    "|---|---|---|---|---|---|---|---|",
    ...runs.slice(0, MAX_TASK_ROWS).map(taskRow),
    ...(more > 0 ? ["", `and ${counted(more, "more task")} below.`] : []),
  ];
}

function taskRow(run: ReportedRun): string {
  const { report } = run;
  const { baseline } = report;
  const cells = [
    `${markdownCode(report.task, 80)} ${markdownSentence(report.version, 40)}`,
    verdictText(run),
    baseline === null ? "–" : `${baseline.worse} : ${baseline.better}`,
    `**${formatScore(report.score)}**`,
    formatScore(report.threshold),
    formatScore(baseline?.score),
    report.detectable_drop === null ? "–" : `drops from ${report.detectable_drop.toFixed(2)}`,
    runFacts(run).cost,
  ];
  return `| ${cells.join(" | ")} |`;
}

function taskFold(run: ReportedRun, bytes: number): string {
  const { report } = run;
  const open = `<details><summary>${markdownCode(report.task, 80)}: ${verdictText(run)}</summary>\n`;
  const examples = changedExamples(run);
  const head = [open, ...taskSummary(run, examples)].join("\n");
  const folds = taskDetails(run, examples, bytes - sizeOf(head) - 20);
  return `${head}\n${folds}\n\n</details>`;
}

function heading(run: ReportedRun): string {
  const { task, version } = run.report;
  return `### ${verdictText(run)} · ${markdownCode(task, 80)} ${markdownSentence(version, 40)}`;
}

function verdictText(run: ReportedRun): string {
  const { report, cause, accepted } = run;
  if (accepted !== undefined && mayPromote(run))
    return `${toneSymbol("good")} Accepted by ${markdownCode(accepted.by, 40)}`;
  return `${toneSymbol(verdictTone(report.verdict, cause))} ${verdictWords(report.verdict, cause)}`;
}

function closing(runs: readonly ReportedRun[], worst: ReportedRun): readonly string[] {
  const { effect, undo } = mergeEffect(runs);
  const merging = undo === "" ? effect : `${effect} ${undo}`;
  const steps = nextSteps(worst, "elsewhere");
  return [
    `- **Merging:** ${markdownAdvice(merging, 900)}`,
    `- **The same result locally:** ${markdownCode(localCommand(runs.map((run) => run.report)), 600)}`,
    `- **Author, next:** ${markdownAdvice(steps.author, 600)}`,
    `- **Owner, next:** ${markdownAdvice(steps.owner, 600)}`,
  ];
}
