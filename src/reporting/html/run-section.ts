import type { EvalReport } from "../../evaluation/report.ts";
import { gateChangeSentence } from "../../lifecycle/evidence/gate-change.ts";
import { exampleRows } from "../example-rows.ts";
import {
  counted,
  formatCount,
  formatDifference,
  formatDuration,
  formatScore,
  formatUsd,
} from "../figures.ts";
import { mergeEffect } from "../merge-effect.ts";
import { mergeFate } from "../merge-fate.ts";
import { localCommand, nextSteps } from "../next-steps.ts";
import type { ReportedRun } from "../reported-run.ts";
import { runFacts } from "../run-facts.ts";
import { runHeadline } from "../run-headline.ts";
import { verdictTone } from "../verdict-words.ts";
import { exampleExplorer } from "./example-explorer.ts";
import { factGrid, pairList } from "./fact-lists.ts";
import { historyChart } from "./history-chart.ts";
import { adviceHtml, commandHtml, escapeHtml } from "./html-text.ts";
import { labelTables } from "./label-table.ts";
import { scoreFigure } from "./score-figure.ts";
import { sliceTable } from "./slice-table.ts";

/** Everything about one run: the verdict first, then why, the score, what to do, the past, the examples, the details. */
export function runSection(run: ReportedRun, id: string): string {
  const { report } = run;
  const versions = { candidate: report.version, baseline: report.baseline?.version ?? null };
  return [
    `<article class="run" id="${id}">`,
    verdictPart(run),
    scorePart(run),
    stepsPart(run),
    exampleExplorer(exampleRows(run), versions),
    run.history === undefined ? "" : `<section><h2>History</h2>${historyChart(run.history)}</section>`,
    run.data === "personal" ? "" : labelTables(run.results),
    run.data === "personal" ? "" : sliceTable(report),
    `<div class="two">${costPart(run)}${originPart(run)}</div>`,
    "</article>",
  ].join("\n");
}

function verdictPart(run: ReportedRun): string {
  const { report } = run;
  const { tone, words, by = "" } = runHeadline(run);
  const against =
    report.baseline === null ? "" : ` against production ${escapeHtml(report.baseline.version)}`;
  const reasons = report.reasons.map((reason) => `<li>${escapeHtml(reason)}</li>`).join("");
  return `<header><h1 class="toned ${tone}">${escapeHtml(`${words} ${by}`.trim())}</h1>
<p class="subject"><b>${escapeHtml(report.task)}</b> ${escapeHtml(report.version)}${against}</p>
<ul class="reasons">${reasons}</ul>${gateNote(run)}</header>`;
}

function gateNote(run: ReportedRun): string {
  const { gateChanges = [] } = run;
  if (gateChanges.length === 0) return "";
  const found = escapeHtml(gateChangeSentence(gateChanges));
  const which = mergeFate(run) === "unchanged" ? "the next promotion" : "its promotion";
  return `<p><b>The gate itself changed:</b> ${found}; ${which} needs a recorded reason.</p>`;
}

function scorePart(run: ReportedRun): string {
  const { report } = run;
  const { baseline } = report;
  const facts = runFacts(run);
  const drop = report.detectable_drop;
  const grid = factGrid([
    { term: "Score", value: facts.score, detail: facts.interval },
    { term: "Threshold", value: formatScore(report.threshold), detail: report.metric },
    {
      term: "Change against production",
      value: formatDifference(baseline?.difference ?? null),
      detail: facts.difference.replace(/^[^ ]* /, ""),
    },
    {
      term: "Worse : better",
      value: baseline === null ? "–" : `${baseline.worse} : ${baseline.better}`,
      detail: baseline === null ? "" : "examples, both arms scored",
    },
    { term: "Examples", value: formatCount(report.counts.examples), detail: facts.counts },
    {
      term: "Smallest drop seen",
      value: drop === null ? "none" : drop.toFixed(2),
      detail: drop === null ? facts.detectable : "found in 4 of 5 runs",
    },
    {
      term: "Cost",
      value: formatUsd(report.cost.usd),
      detail: run.budgetUsd === undefined ? "no limit" : `limit ${formatUsd(run.budgetUsd)}`,
    },
    {
      term: "Latency",
      value: formatDuration(report.latency_ms.p50),
      detail: `median; 95th percentile ${formatDuration(report.latency_ms.p95)}`,
    },
  ]);
  return `${grid}<section><h2>Score</h2>${scoreFigure(report, verdictTone(report.verdict, run.cause))}</section>`;
}

function stepsPart(run: ReportedRun): string {
  const steps = nextSteps(run);
  const { effect, undo, byHand } = mergeEffect([run]);
  const parts: readonly (readonly [string, string])[] = [
    ["Author", adviceHtml(steps.author)],
    ["Owner", adviceHtml(steps.owner)],
    ["Merging", adviceHtml(effect)],
    ...byHand.map(({ where, command }) => [`By hand, ${where}`, commandHtml(command)] as const),
    ...undo.map(({ where, command }) => [`To undo, ${where}`, commandHtml(command)] as const),
    ["The same result locally", commandHtml(localCommand([run.report], run.scripts))],
  ];
  const items = parts.map(([term, html]) => `<div><dt>${term}</dt><dd>${html}</dd></div>`).join("");
  return `<section><h2>Next</h2><dl class="steps">${items}</dl></section>`;
}

function costPart({ report, budgetUsd }: ReportedRun): string {
  const finish = Object.entries(report.finish_reasons ?? {}).map(([reason, count]) => `${reason} ${count}`);
  return pairList("Cost and latency", [
    ["Cost", formatUsd(report.cost.usd)],
    ...(report.judging === undefined ? [] : [["Of it, judges", formatUsd(report.judging.usd)] as const]),
    ["Limit", budgetUsd === undefined ? "none" : formatUsd(budgetUsd)],
    ["Tokens in", formatCount(report.cost.tokens_in)],
    ["Tokens out", formatCount(report.cost.tokens_out)],
    ["Latency, median", formatDuration(report.latency_ms.p50)],
    ["Latency, 95th percentile", formatDuration(report.latency_ms.p95)],
    ["Whole run", formatDuration(report.wall_ms)],
    ["From the cache", formatCount(report.counts.cached)],
    ["Answers ended by", finish.length === 0 ? "unknown" : finish.join(", ")],
  ]);
}

function originPart({ report }: ReportedRun): string {
  const origin: readonly (readonly [string, string])[] = [
    ["Run", report.run_id],
    ["Model", `${report.model.provider}/${report.model.name}`],
    ["Answered as", answeredAsText(report)],
    ["Evidence", report.evidence],
    ["Commit", report.commit ?? "outside git"],
    ["Prompt", report.digests.prompt],
    ["Dataset", report.digests.dataset],
    ["Scorers", report.digests.scorers],
    ["Evaluation", report.digests.evaluation],
  ];
  return pairList("Where it comes from", origin, "exact");
}

const answeredAsText = ({ answered_as = {} }: EvalReport): string =>
  Object.entries(answered_as)
    .map(([name, count]) => `${name} (${counted(count, "answer")})`)
    .join(", ") || "not said by the provider";
