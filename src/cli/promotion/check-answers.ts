import { isJudged } from "../../evaluation/judging/resolve-judge.ts";
import type { Result } from "../../evaluation/result.ts";
import { countedResults } from "../../evaluation/scoring/counted-results.ts";
import { computeMetrics } from "../../evaluation/scoring/metrics.ts";
import { type AnsweredQuestion, rescore } from "../../evaluation/scoring/rescore.ts";
import { prepareScorers } from "../../evaluation/scoring/scoring.ts";
import type { CheckedAnswers } from "../../lifecycle/evidence/checked-answers.ts";
import type { RecordedRun } from "../../lifecycle/evidence/evidence.ts";
import { readResults } from "../../lifecycle/evidence/recorded-results.ts";
import type { Repository } from "../../prompts/repository.ts";
import { scorersWithPorts } from "../evaluation/asking/scorer-ports.ts";
import { countingOf, type ReadyTask } from "../evaluation/ready-task.ts";
import { todayUtc } from "../frame/today.ts";

const SAME = 1e-9;
const MOST_NAMED = 3;

/** Holds a recorded run against its own answers: today's scorers must give the recorded scores, and those its metric. */
export async function checkAnswers(
  repository: Repository,
  ready: ReadyTask,
  { report }: RecordedRun,
): Promise<CheckedAnswers> {
  const rows = readResults(repository.files, ready.task.entry.address, report.run_id);
  const base = { runId: report.run_id, rows };
  if (ready.metadata.data === "personal") return { ...base, faults: [], basis: "digests" };
  const faults =
    rows.length === 0
      ? ["no answer of it is on record"]
      : [...(await scoreFaults(repository, ready, rows)), ...metricFaults(ready, report, rows)];
  return { ...base, faults, basis: "answers" };
}

/** Recorded scores that the recorded answers do not give, as sentences; `ready.candidate` is the prompt that answered. */
export async function scoreFaults(
  repository: Repository,
  { metadata, examples, candidate }: ReadyTask,
  rows: readonly Result[],
): Promise<readonly string[]> {
  const { scorers, repeats = 1 } = metadata.evaluation;
  const repeatable = scorers.filter((scorer) => !isJudged(scorer));
  const score = prepareScorers(repeatable, scorersWithPorts(repository, candidate));
  const question: AnsweredQuestion = { examples, repeats, scorers: repeatable, score };
  const { differing, incomplete, unknown } = await rescore(question, rows);
  return [
    ...faultOf("the scores of", differing, "differ from those that their answers give"),
    ...faultOf("the answers of", incomplete, "are not all on record"),
    ...faultOf("rows of", unknown, "were not asked for"),
  ];
}

function faultOf(before: string, ids: readonly string[], after: string): readonly string[] {
  if (ids.length === 0) return [];
  const more = ids.length > MOST_NAMED ? " and more" : "";
  const examples = ids.length === 1 ? "1 example" : `${ids.length} examples`;
  return [`${before} ${examples} (${ids.slice(0, MOST_NAMED).join(", ")}${more}) ${after}`];
}

/** The metrics of the first run, which alone has its rows on record. */
function metricFaults(
  ready: ReadyTask,
  { metrics, metric }: RecordedRun["report"],
  rows: readonly Result[],
): readonly string[] {
  const counted = countedResults(rows, countingOf(ready, todayUtc()));
  const figure = computeMetrics(ready.metadata.evaluation.scorers, counted)[metric];
  const recorded = metrics[metric];
  if (figure !== undefined && recorded !== undefined && Math.abs(figure - recorded) < SAME) return [];
  const shown = (value: number | undefined): string => (value === undefined ? "nothing" : value.toFixed(4));
  return [`${metric} is recorded as ${shown(recorded)} and its rows give ${shown(figure)}`];
}
