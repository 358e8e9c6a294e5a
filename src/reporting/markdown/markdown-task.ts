import type { BaselineReport, EvalReport } from "../../evaluation/report.ts";
import { modelChangeSentence } from "../../gate/model-changes.ts";
import { gateChangeSentence } from "../../lifecycle/evidence/gate-change.ts";
import type { ChangedExamples } from "../changed-examples.ts";
import { formatDifference, formatDuration, formatScore, formatUsd } from "../figures.ts";
import { mergeFate } from "../merge-fate.ts";
import { otherWay } from "../next-steps.ts";
import { sizeOf, takeWithin } from "../on-github/text-budget.ts";
import type { ReportedRun } from "../reported-run.ts";
import { runFacts } from "../run-facts.ts";
import { isSmoke } from "../run-headline.ts";
import { exampleFold, exampleTable } from "./markdown-examples.ts";
import { asSentence, markdownAdvice, markdownCode, markdownSentence } from "./markdown-text.ts";

const MAX_SLICES = 40;
/** Of the room for examples, where some pass newly: they need less. */
const MEND_SHARE = 0.8;

/** The first reason and what a reader must know besides, as lines of Markdown. */
export function taskReasons(run: ReportedRun): readonly string[] {
  const reason = markdownSentence(asSentence(firstReason(run)), 400);
  return [reason, ...acceptedNote(run), ...modelNotes(run), ...gateNote(run)];
}

/** What limits a pass stands before the pass. */
function firstReason(run: ReportedRun): string {
  const { reasons } = run.report;
  const limit = isSmoke(run) ? reasons.find((reason) => reason.startsWith("smoke run")) : undefined;
  return limit ?? reasons[0] ?? "";
}

/** Reasons, figures and, at the expense of examples where there is more to say, the first examples to mend. */
export function taskSummary(run: ReportedRun, { heading, toMend }: ChangedExamples): readonly string[] {
  const reasons = taskReasons(run);
  const table = exampleTable(heading, toMend, Math.max(0, EXAMPLES_ABOVE_THE_FOLD + 1 - reasons.length));
  return [...reasons, "", ...figureTable(run), "", ...table, ...(table.length > 0 ? [""] : [])];
}

const EXAMPLES_ABOVE_THE_FOLD = 3;

function acceptedNote({ accepted }: ReportedRun): readonly string[] {
  if (accepted === undefined) return [];
  return [`**Accepted by** ${markdownCode(accepted.by, 40)}: ${markdownSentence(accepted.reason, 300)}`];
}

function modelNotes({ report }: ReportedRun): readonly string[] {
  const told = modelSentences(report).map((text) => `${markdownSentence(text, 400)}.`);
  return told.length === 0 ? [] : [`**Another model answered:** ${told.join(" ")}`];
}

function gateNote(run: ReportedRun): readonly string[] {
  const { gateChanges = [], gateOwners = [] } = run;
  if (gateChanges.length === 0) return [];
  const changes = markdownSentence(gateChangeSentence(gateChanges), 400);
  const which = mergeFate(run) === "unchanged" ? "the next promotion" : "its promotion";
  const who =
    gateOwners.length === 0
      ? ""
      : ` Gate owners: ${gateOwners.map((owner) => markdownCode(owner, 60)).join(", ")}.`;
  return [`**The gate itself changed:** ${changes}; ${which} needs a recorded reason.${who}`];
}

/** Folded parts within a number of bytes: the examples to mend, newly passing ones, the remaining figures. */
export function taskDetails(run: ReportedRun, examples: ChangedExamples, bytes: number): string {
  const { heading, toMend, newlyPassing } = examples;
  const figures = fold("All figures", figureDetails(run));
  const room = bytes - sizeOf(figures) - 2;
  const share = newlyPassing.length === 0 ? 1 : MEND_SHARE;
  const mend = exampleFold(`${heading}: ${toMend.length}`, toMend, room * share);
  const left = room - sizeOf(mend);
  const passing = exampleFold(`Newly passing: ${newlyPassing.length}`, newlyPassing, left);
  const parts = [mend, passing, figures].filter((part) => part !== "");
  return takeWithin(parts, bytes).join("\n");
}

function figureTable(run: ReportedRun): readonly string[] {
  const { report } = run;
  const facts = runFacts(run);
  const { baseline } = report;
  const changed = baseline === null ? "–" : `**${baseline.worse} : ${baseline.better}**`;
  const production = baseline === null ? "none" : `${formatScore(baseline.score)} (${versionOf(baseline)})`;
  const drop = report.detectable_drop === null ? "none" : report.detectable_drop.toFixed(2);
  const cells = [
    changed,
    `**${facts.score}**`,
    formatScore(report.threshold),
    production,
    formatDifference(baseline?.difference ?? null),
    drop,
    costCell(run),
  ];
  return [
    "| Worse : better | Score | Threshold | Production | Difference | Smallest visible drop | Cost |",
    "|---|---|---|---|---|---|---|",
    `| ${cells.join(" | ")} |`,
  ];
}

/** Without its limit where there is none, so that the table keeps to one line. */
const costCell = ({ report, budgetUsd }: ReportedRun): string =>
  budgetUsd === undefined
    ? formatUsd(report.cost.usd)
    : `${formatUsd(report.cost.usd)} of ${formatUsd(budgetUsd)}`;

const versionOf = ({ version }: BaselineReport): string => markdownSentence(version, 40);

const fold = (summary: string, lines: readonly string[]): string =>
  `<details><summary>${summary}</summary>\n\n${lines.join("\n")}\n\n</details>`;

function figureDetails(run: ReportedRun): readonly string[] {
  const { report } = run;
  const facts = runFacts(run);
  const model = `${report.model.provider}/${report.model.name}`;
  return [
    ...otherReasons(run).map((reason) => `- ${markdownSentence(reason, 400)}`),
    ...[otherWay(run) ?? []].flat().map((advice) => `- ${markdownAdvice(advice, 400)}`),
    `- ${facts.interval === "" ? "No interval" : `Score ${facts.score} (${facts.interval})`}; ${facts.detectable}`,
    ...(report.baseline === null ? [] : [`- Against ${versionOf(report.baseline)}: ${facts.difference}`]),
    `- Examples: ${facts.counts}`,
    `- Metric ${markdownCode(report.metric, 100)}, model ${markdownCode(model, 100)}, ${facts.evidence}`,
    `- ${facts.cost}; ${facts.tokens}; latency ${facts.latency}; took ${formatDuration(report.wall_ms)}`,
    `- Run ${markdownCode(report.run_id, 100)}, evaluation ${markdownCode(report.digests.evaluation, 80)}`,
    ...sliceTable(run),
  ];
}

/** Those that do not stand above the fold. */
function otherReasons(run: ReportedRun): readonly string[] {
  const told = [firstReason(run), ...modelSentences(run.report)];
  return run.report.reasons.filter((reason) => !told.includes(reason)).slice(0, 7);
}

const modelSentences = ({ model, model_changes = [] }: EvalReport): readonly string[] =>
  model_changes.map((change) => modelChangeSentence(model.name, change));

function sliceTable({ report, data }: ReportedRun): readonly string[] {
  const slices = Object.entries(report.slices ?? {});
  if (slices.length === 0 || data === "personal") return [];
  const rows = slices
    .slice(0, MAX_SLICES)
    .map(([tag, slice]) => `| ${markdownCode(tag, 60)} | ${slice.examples} | ${formatScore(slice.score)} |`);
  return ["", "| Tag | Examples | Score |", "|---|---:|---:|", ...rows];
}
