import type { BaselineReport, EvalReport } from "../../evaluation/report.ts";
import { modelChangeSentence } from "../../gate/model-changes.ts";
import { gateChangeSentence } from "../../lifecycle/evidence/gate-change.ts";
import type { ChangedExamples } from "../changed-examples.ts";
import { formatDuration, formatScore, formatUsd } from "../figures.ts";
import { keptOutSentence } from "../merge-effect.ts";
import { mergeFate } from "../merge-fate.ts";
import { otherWay } from "../next-steps.ts";
import type { ReportedRun } from "../reported-run.ts";
import { runFacts } from "../run-facts.ts";
import { isSmoke } from "../run-headline.ts";
import { exampleFold, exampleTable } from "./markdown-examples.ts";
import { asSentence, markdownAdvice, markdownCode, markdownSentence } from "./markdown-text.ts";
import { sizeOf, takeWithin } from "./text-budget.ts";

const MAX_SLICES = 40;
/** Of the room for examples, where some pass newly: they need less. */
const MEND_SHARE = 0.8;

/** Characters of a sentence above the fold, where the whole of it stands below, and of what limits or follows it. */
const REASON = 200;
const NOTE = 130;

/** The first reason and what a reader must know besides, as lines of Markdown. */
export function taskReasons(run: ReportedRun): readonly string[] {
  const reason = markdownSentence(asSentence(firstReason(run)), REASON);
  return [reason, ...acceptedNote(run), ...modelNotes(run), ...gateNote(run)];
}

/** What limits a pass stands before the pass. */
function firstReason(run: ReportedRun): string {
  const { reasons } = run.report;
  const limit = isSmoke(run) ? reasons.find((reason) => reason.startsWith("smoke run")) : undefined;
  return limit ?? reasons[0] ?? "";
}

/** Reasons, figures and the first examples to mend. */
export function taskSummary(
  run: ReportedRun,
  { heading, toMend }: ChangedExamples,
  shown = EXAMPLES_ABOVE_THE_FOLD,
): readonly string[] {
  const table = exampleTable(heading, toMend, shown);
  return [...taskReasons(run), "", ...figureTable(run), "", ...table, ...(table.length > 0 ? [""] : [])];
}

export const EXAMPLES_ABOVE_THE_FOLD = 3;

function acceptedNote({ accepted }: ReportedRun): readonly string[] {
  if (accepted === undefined) return [];
  return [`**Accepted because:** ${markdownSentence(accepted.reason, NOTE)}`];
}

function modelNotes({ report }: ReportedRun): readonly string[] {
  const told = modelSentences(report).join(". ");
  return told === "" ? [] : [`**Another model answered:** ${markdownSentence(told, NOTE)}`];
}

/** That the reason is waited for stands beside what merging does; otherwise it is asked for later. */
function gateNote(run: ReportedRun): readonly string[] {
  const { gateChanges = [] } = run;
  if (gateChanges.length === 0) return [];
  const later = mergeFate(run) === "waits" ? "" : "; the next promotion needs a recorded reason";
  return [
    `**The gate itself changed:** ${markdownSentence(withoutIds(gateChangeSentence(gateChanges)), NOTE)}${later}`,
  ];
}

/** Without what stands in brackets, where that is too much. */
const withoutIds = (text: string): string =>
  text.length > NOTE ? text.replaceAll(/ \([^()]*\)/g, "") : text;

/** What had to be cut above the fold, in full. */
function cutNotes(run: ReportedRun): readonly string[] {
  const { accepted, gateChanges = [], gateOwners = [] } = run;
  const first = firstReason(run);
  const gate = gateChangeSentence(gateChanges);
  return [
    ...(first.length > REASON ? [`- ${markdownSentence(first, 400)}`] : []),
    ...(gate.length > NOTE ? [`- The gate itself changed: ${markdownSentence(gate, 1_000)}`] : []),
    ...(gateOwners.length > 0 && gate !== ""
      ? [`- Gate owners: ${gateOwners.map((owner) => markdownCode(owner, 60)).join(", ")}`]
      : []),
    ...(accepted !== undefined && accepted.reason.length > NOTE
      ? [
          `- Accepted by ${markdownCode(accepted.by, 40)} because: ${markdownSentence(accepted.reason, 1_000)}`,
        ]
      : []),
    ...(run.keptOut === undefined ? [] : [`- ${markdownAdvice(keptOutSentence(run), 1_000)}`]),
  ];
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
    drop,
    costCell(run),
  ];
  return [
    "| Worse : better | Score | Threshold | Production | Smallest visible drop | Cost |",
    "|---|---|---|---|---|---|",
    `| ${cells.join(" | ")} |`,
  ];
}

/** Without its limit where there is none, so that the table keeps to one line. */
const costCell = ({ report, budgetUsd }: ReportedRun): string => costOf(report.cost.usd, budgetUsd);

/** A cost and, where there is one, its limit. */
export const costOf = (usd: number | null, limit: number | undefined): string =>
  limit === undefined ? formatUsd(usd) : `${formatUsd(usd)} of ${formatUsd(limit)}`;

const versionOf = ({ version }: BaselineReport): string => markdownSentence(version, 40);

const fold = (summary: string, lines: readonly string[]): string =>
  `<details><summary>${summary}</summary>\n\n${lines.join("\n")}\n\n</details>`;

function figureDetails(run: ReportedRun): readonly string[] {
  const { report } = run;
  const facts = runFacts(run);
  const model = `${report.model.provider}/${report.model.name}`;
  return [
    ...cutNotes(run),
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
  const models = modelSentences(run.report);
  const told = [firstReason(run), ...(models.join(". ").length > NOTE ? [] : models)];
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
