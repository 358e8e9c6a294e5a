import type { EvalReport } from "../../evaluation/report.ts";
import { modelChangeSentence } from "../../gate/model-changes.ts";
import { gateChangeSentence } from "../../lifecycle/evidence/gate-change.ts";
import type { ChangedExamples } from "../changed-examples.ts";
import type { ExampleRow } from "../example-rows.ts";
import { counted, formatDuration, formatScore } from "../figures.ts";
import { sizeOf, takeWithin } from "../on-github/text-budget.ts";
import type { ReportedRun } from "../reported-run.ts";
import { runFacts } from "../run-facts.ts";
import { exampleBlock, exampleTable } from "./markdown-examples.ts";
import { asSentence, markdownCode, markdownSentence } from "./markdown-text.ts";

const ROWS_ABOVE_THE_FOLD = 3;
const MAX_SLICES = 40;
/** Of the room that the figures leave: the rest is for newly passing examples. */
const MEND_SHARE = 0.7;

/** The first reason, what a reader must know besides, at the expense of examples, the figures and the first examples to mend, as lines of Markdown. */
export function taskSummary(run: ReportedRun, { heading, toMend }: ChangedExamples): readonly string[] {
  const notes = [...acceptedNote(run), ...modelNotes(run), ...gateNote(run)];
  const rows = Math.max(0, ROWS_ABOVE_THE_FOLD - notes.length);
  const table = exampleTable(`${heading}: ${toMend.length}`, toMend.slice(0, rows));
  const reason = markdownSentence(asSentence(run.report.reasons[0] ?? ""), 400);
  return [reason, ...notes, "", ...figureTable(run), "", ...table, ...(table.length > 0 ? [""] : [])];
}

function acceptedNote({ accepted }: ReportedRun): readonly string[] {
  if (accepted === undefined) return [];
  return [`**Accepted by** ${markdownCode(accepted.by, 40)}: ${markdownSentence(accepted.reason, 300)}`];
}

function modelNotes({ report }: ReportedRun): readonly string[] {
  const told = modelSentences(report).map((text) => `${markdownSentence(text, 400)}.`);
  return told.length === 0 ? [] : [`**Another model answered:** ${told.join(" ")}`];
}

function gateNote({ report, gateChanges = [] }: ReportedRun): readonly string[] {
  if (gateChanges.length === 0) return [];
  const command = markdownCode(`npm run promote -- --task ${report.task} --reason "…"`, 200);
  const changes = markdownSentence(gateChangeSentence(gateChanges), 400);
  return [`**The gate itself changed:** ${changes}; promotion needs a recorded reason: ${command}.`];
}

/** Folded parts within a number of bytes: the examples to mend, newly passing ones, the remaining figures. */
export function taskDetails(run: ReportedRun, examples: ChangedExamples, bytes: number): string {
  const { heading, toMend, newlyPassing } = examples;
  const figures = fold("All figures", figureDetails(run));
  const mend = foldExamples(`${heading}: ${toMend.length}`, toMend, (bytes - sizeOf(figures)) * MEND_SHARE);
  const left = bytes - sizeOf(figures) - sizeOf(mend);
  const passing = foldExamples(`Newly passing: ${newlyPassing.length}`, newlyPassing, left);
  const parts = [mend, passing, figures].filter((part) => part !== "");
  return takeWithin(parts, bytes).join("\n");
}

function figureTable(run: ReportedRun): readonly string[] {
  const { report } = run;
  const facts = runFacts(run);
  const { baseline } = report;
  const changed = baseline === null ? "–" : `**${baseline.worse} : ${baseline.better}**`;
  const production =
    baseline === null
      ? "none"
      : `${formatScore(baseline.score)} (${markdownSentence(baseline.version, 40)}), ${facts.difference}`;
  const score = `**${facts.score}**${facts.interval === "" ? "" : ` (${facts.interval})`}`;
  return [
    "| Worse : better | Score | Threshold | Production | Can see | Cost |",
    "|---|---|---|---|---|---|",
    `| ${changed} | ${score} | ${formatScore(report.threshold)} | ${production} | ${facts.detectable} | ${facts.cost} |`,
  ];
}

const fold = (summary: string, lines: readonly string[]): string =>
  `<details><summary>${summary}</summary>\n\n${lines.join("\n")}\n\n</details>`;

function foldExamples(summary: string, rows: readonly ExampleRow[], bytes: number): string {
  if (rows.length === 0) return "";
  const frame = sizeOf(fold(summary, [moreExamples(rows.length)]));
  const blocks = takeWithin(lazily(rows), bytes - frame);
  if (blocks.length === 0) return "";
  const more = rows.length - blocks.length;
  return fold(summary, more > 0 ? [...blocks, moreExamples(more)] : blocks);
}

const moreExamples = (more: number): string =>
  `<p>and ${counted(more, "more example")}; the full report has all of them.</p>`;

function* lazily(rows: readonly ExampleRow[]): Iterable<string> {
  for (const row of rows) yield exampleBlock(row);
}

function figureDetails(run: ReportedRun): readonly string[] {
  const { report } = run;
  const facts = runFacts(run);
  const model = `${report.model.provider}/${report.model.name}`;
  return [
    ...otherReasons(report).map((reason) => `- ${markdownSentence(reason, 400)}`),
    `- Examples: ${facts.counts}`,
    `- Metric ${markdownCode(report.metric, 100)}, model ${markdownCode(model, 100)}, ${facts.evidence}`,
    `- ${facts.tokens}; latency ${facts.latency}; took ${formatDuration(report.wall_ms)}`,
    `- Run ${markdownCode(report.run_id, 100)}, evaluation ${markdownCode(report.digests.evaluation, 80)}`,
    ...sliceTable(run),
  ];
}

/** Those that do not stand above the fold. */
function otherReasons(report: EvalReport): readonly string[] {
  const told = modelSentences(report);
  return report.reasons
    .slice(1)
    .filter((reason) => !told.includes(reason))
    .slice(0, 7);
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
