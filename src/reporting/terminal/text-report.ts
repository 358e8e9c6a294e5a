import { gateChangeSentence } from "../../lifecycle/evidence/gate-change.ts";
import { changedExamples } from "../changed-examples.ts";
import { differenceExcerpts } from "../difference-excerpt.ts";
import type { ExampleRow } from "../example-rows.ts";
import { counted, formatDuration, formatScore } from "../figures.ts";
import { launched } from "../launched.ts";
import { mergeFate } from "../merge-fate.ts";
import { nextSteps } from "../next-steps.ts";
import { printableLine } from "../printable-text.ts";
import { onOneLine } from "../readable-json.ts";
import type { ReportedRun } from "../reported-run.ts";
import { runFacts } from "../run-facts.ts";
import { runHeadline } from "../run-headline.ts";
import { toned, toneSymbol, verdictTone } from "../verdict-words.ts";
import type { Palette } from "./palette.ts";
import { PRODUCTION_MARK, scoreBar, THRESHOLD_MARK } from "./score-bar.ts";

const LABEL_WIDTH = 11;
const BAR_WIDTH = 40;
const TEXT_WIDTH = 160;
const MAX_EXAMPLES = 5;

/** What a person reads after `eval-runner`: one block a task, the verdict first; ends with a line feed. */
export function renderTextReport(runs: readonly ReportedRun[], palette: Palette): string {
  return runs.map((run) => `${block(run, palette).join("\n")}\n`).join("\n");
}

function block(run: ReportedRun, palette: Palette): readonly string[] {
  return [
    headline(run, palette),
    ...run.report.reasons.map((reason) => `  ${printableLine(reason, 400)}`),
    "",
    ...figureLines(run, palette),
    ...exampleLines(run, palette),
    "",
    line("next", nextSteps(run).author, palette),
  ];
}

function headline(run: ReportedRun, palette: Palette): string {
  const { report } = run;
  const { tone, words: said, by = "" } = runHeadline(run);
  const words = toned(palette, tone, `${toneSymbol(tone)} ${`${said} ${by}`.trim()}`);
  const model = `${report.model.provider}/${report.model.name}`;
  const about = printableLine(`${report.version} · ${report.stage} · ${model}`, TEXT_WIDTH);
  return `${palette.strong(words)}  ${palette.strong(report.task)}  ${palette.faint(about)}`;
}

function figureLines(run: ReportedRun, palette: Palette): readonly string[] {
  const { report } = run;
  const facts = runFacts(run);
  return [
    line("score", scoreLine(run, palette), palette),
    line("threshold", `${formatScore(report.threshold)}  ${palette.faint(THRESHOLD_MARK)}`, palette),
    ...productionLine(run, palette),
    ...gateLine(run, palette),
    ...keptOutLine(run, palette),
    line("examples", facts.counts, palette),
    line("can see", facts.detectable, palette),
    line("cost", `${facts.cost} · ${facts.tokens}`, palette),
    line("latency", `${facts.latency} · took ${formatDuration(report.wall_ms)} · ${facts.evidence}`, palette),
  ];
}

function gateLine(run: ReportedRun, palette: Palette): readonly string[] {
  const { report, gateChanges = [], scripts } = run;
  if (gateChanges.length === 0) return [];
  const isNow = mergeFate(run) !== "unchanged";
  const command = launched(`npm run promote -- --task ${report.task} --reason TEXT`, scripts);
  const needs = isNow ? `promotion needs a reason: ${command}` : "the next promotion needs a reason";
  const text = `${gateChangeSentence(gateChanges)}; ${needs}`;
  return [line("gate changed", palette.warn(printableLine(text, 400)), palette)];
}

function keptOutLine({ keptOut, scripts }: ReportedRun, palette: Palette): readonly string[] {
  if (keptOut === undefined) return [];
  const text = `${keptOut.found}. ${launched(keptOut.fix, scripts)}`;
  return [line("kept out", palette.warn(printableLine(text, 600)), palette)];
}

function scoreLine(run: ReportedRun, palette: Palette): string {
  const { report, cause } = run;
  if (report.score === null) return "nothing was scored";
  const production = report.baseline?.score ?? null;
  const bar = scoreBar({ score: report.score, threshold: report.threshold, production, width: BAR_WIDTH });
  const tone = verdictTone(report.verdict, cause);
  const spread = report.interval === null ? "" : `  ${palette.faint(runFacts(run).interval)}`;
  return `${palette.strong(runFacts(run).score)}  ${toned(palette, tone, bar)}${spread}`;
}

function productionLine(run: ReportedRun, palette: Palette): readonly string[] {
  const { baseline } = run.report;
  if (baseline === null) return [line("production", "none to compare with", palette)];
  const changed = `${baseline.worse} worse, ${baseline.better} better`;
  const score = `${formatScore(baseline.score)}  ${palette.faint(PRODUCTION_MARK)}`;
  const text = `${score}  ${printableLine(baseline.version, 40)} · ${runFacts(run).difference} · ${changed}`;
  return [line("production", text, palette)];
}

function exampleLines(run: ReportedRun, palette: Palette): readonly string[] {
  const { heading, toMend } = changedExamples(run);
  if (toMend.length === 0) return [];
  const more = toMend.length - MAX_EXAMPLES;
  return [
    "",
    `  ${palette.strong(`${heading}: ${counted(toMend.length, "example")}`)}`,
    ...toMend.slice(0, MAX_EXAMPLES).flatMap((row) => exampleBlock(row, palette)),
    ...(more > 0 ? [`    ${palette.faint(`and ${counted(more, "more example")}`)}`] : []),
  ];
}

function exampleBlock(row: ExampleRow, palette: Palette): readonly string[] {
  const [expected, answer] = differenceExcerpts(row.expected, row.answer, TEXT_WIDTH);
  const texts = { input: onOneLine(row.input), expected, answer, why: row.why };
  const lines = Object.entries(texts).flatMap(([label, text]) =>
    text === "" ? [] : [line(label, printableLine(text, TEXT_WIDTH), palette, "      ")],
  );
  return [`    ${printableLine(row.id, TEXT_WIDTH)}`, ...lines];
}

function line(label: string, text: string, palette: Palette, indent = "  "): string {
  return `${indent}${palette.faint(label.padEnd(LABEL_WIDTH))} ${text}`;
}
