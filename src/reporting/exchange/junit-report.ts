import type { Result } from "../../evaluation/result.ts";
import { decidingScores, outcomeOf, passes } from "../../evaluation/scoring/example-outcome.ts";
import { formatScore } from "../figures.ts";
import { clip } from "../printable-text.ts";
import type { ReportedRun } from "../reported-run.ts";
import { escapeXml, xmlAttributes } from "./xml-text.ts";

const MAX_TEXT = 2000;

interface SuiteCounts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped?: number;
}

/**
 * JUnit XML as test reporters read it: a suite a task, a case an example and repeat. An answer that misses is a failure,
 * a call that failed is an error, what does not count is skipped. Times are seconds.
 */
export function renderJunit(runs: readonly ReportedRun[]): string {
  const total = runs.map((run) => countsOf(run)).reduce(add, { tests: 0, failures: 0, errors: 0 });
  const suites = runs.map(suite).join("");
  const attributes = xmlAttributes({ name: "gpt-pipeline-hub", ...total });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes}>\n${suites}</testsuites>\n`;
}

function suite(run: ReportedRun): string {
  const { report } = run;
  const attributes = xmlAttributes({
    name: report.task,
    ...countsOf(run),
    time: (report.wall_ms / 1000).toFixed(3),
    timestamp: report.at.replace(/(\.\d+)?Z$/, ""),
  });
  const cases = run.results.map((result) => testCase(result, run)).join("");
  return `  <testsuite${attributes}>\n${properties(run)}${cases}  </testsuite>\n`;
}

function properties({ report }: ReportedRun): string {
  const facts = {
    verdict: report.verdict,
    [report.metric]: formatScore(report.score),
    threshold: formatScore(report.threshold),
    run_id: report.run_id,
    evaluation_digest: report.digests.evaluation,
  };
  const lines = Object.entries(facts).map(
    ([name, value]) => `      <property${xmlAttributes({ name, value })}/>\n`,
  );
  return `    <properties>\n${lines.join("")}    </properties>\n`;
}

function testCase(result: Result, run: ReportedRun): string {
  const name = result.repeat > 1 ? `${result.id} (repeat ${result.repeat})` : result.id;
  const time = ((result.latencyMs ?? 0) / 1000).toFixed(3);
  const open = `    <testcase${xmlAttributes({ classname: run.report.task, name, time })}`;
  const finding = findingOf(result, run);
  return finding === "" ? `${open}/>\n` : `${open}>${finding}</testcase>\n`;
}

function findingOf(result: Result, run: ReportedRun): string {
  const personal = run.data === "personal";
  const { error } = result;
  const excuse = excuseOf(result, run);
  if (excuse !== undefined) return `<skipped${xmlAttributes({ message: excuse })}/>`;
  if (error !== undefined) {
    return element("error", error.class, personal ? error.class : clip(error.message, MAX_TEXT), "");
  }
  if (passes(result, run.report.metric)) return "";
  const missed = decidingScores(result, run.report.metric).filter((score) => !score.passed);
  const why = missed.map((score) => (personal ? score.scorer : `${score.scorer}: ${score.why}`)).join("; ");
  return element(
    "failure",
    "scored",
    clip(why, MAX_TEXT),
    personal ? "" : clip(result.output ?? "", MAX_TEXT),
  );
}

const element = (name: string, type: string, message: string, text: string): string =>
  `<${name}${xmlAttributes({ type, message })}>${escapeXml(text)}</${name}>`;

/** Why a miss is none: its example is in quarantine, or has a rule by which other answers are enough. */
function excuseOf(result: Result, { report, results }: ReportedRun): string | undefined {
  const exception = report.exceptions?.[result.id];
  if (exception === undefined) return undefined;
  if ("quarantined_until" in exception) return `in quarantine until ${exception.quarantined_until}`;
  if (result.error === undefined && passes(result, report.metric)) return undefined;
  const own = results.filter(({ id }) => id === result.id);
  if (outcomeOf(own, report.metric, exception).status !== "passed") return undefined;
  return `passes with ${exception.pass} of ${exception.of} answers`;
}

function countsOf(run: ReportedRun): SuiteCounts {
  const { results, report } = run;
  const excused = new Set(results.filter((result) => excuseOf(result, run) !== undefined));
  const counted = results.filter((result) => !excused.has(result));
  const errors = counted.filter((result) => result.error !== undefined);
  const failures = counted.filter((one) => one.error === undefined && !passes(one, report.metric));
  return {
    tests: results.length,
    failures: failures.length,
    errors: errors.length,
    ...(excused.size === 0 ? {} : { skipped: excused.size }),
  };
}

const addSkipped = (a = 0, b = 0): Pick<SuiteCounts, "skipped"> => (a + b === 0 ? {} : { skipped: a + b });

const add = (a: SuiteCounts, b: SuiteCounts): SuiteCounts => ({
  tests: a.tests + b.tests,
  failures: a.failures + b.failures,
  errors: a.errors + b.errors,
  ...addSkipped(a.skipped, b.skipped),
});
