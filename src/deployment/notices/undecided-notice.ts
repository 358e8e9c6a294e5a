import type { EvalReport } from "../../evaluation/report.ts";
import { aNotice, type Notice } from "./notice.ts";

type CandidateRun = Pick<
  EvalReport,
  "run_id" | "stage" | "evidence" | "verdict" | "digests" | "score" | "metric" | "at" | "version"
>;

/** As many runs of one prompt as have to decide nothing before somebody is told. */
export const UNDECIDED_RUNS = 3;

/**
 * That a candidate's newest runs, oldest first, all decided nothing; undefined where they are fewer than three. Told once for
 * one prompt, however often it is tried after that.
 */
export function undecidedNotice(task: string, runs: readonly CandidateRun[]): Notice | undefined {
  const undecided = undecidedRuns(runs);
  const last = undecided.at(-1);
  if (last === undefined || undecided.length < UNDECIDED_RUNS) return undefined;
  const { digests, version, metric, at } = last;
  return aNotice({
    ...{ event: "inconclusive", state: "alarm", subject: task, at },
    operation: `undecided ${digests.prompt}`,
    title: `${task}: three runs could not decide`,
    reasons: [
      `${undecided.length} runs of the same prompt in a row decided nothing, and it was not promoted`,
      ...undecided
        .slice(-UNDECIDED_RUNS)
        .map(({ run_id, score }) => `${run_id}: ${score?.toFixed(4) ?? "no score"} in ${metric}`),
    ],
    facts: { task, version },
    fix: `Add examples, or let an owner accept it: \`npm run promote -- --task ${task} --override --reason TEXT\`.`,
  });
}

/** That it was promoted after all. */
export function decidedNotice(
  task: string,
  runs: readonly CandidateRun[],
  promotion: { readonly operation: string; readonly at: string; readonly version: string },
): Notice | undefined {
  const own = candidateRuns(runs);
  const last = own.findLastIndex(({ verdict }) => verdict === "inconclusive");
  if (undecidedRuns(own.slice(0, last + 1)).length < UNDECIDED_RUNS) return undefined;
  const { operation, at, version } = promotion;
  return aNotice({
    ...{ event: "inconclusive", state: "ended", subject: task, operation, at, facts: {}, fix: "" },
    title: `${task}: three runs could not decide`,
    reasons: [`${version} was promoted`],
  });
}

const candidateRuns = (runs: readonly CandidateRun[]): readonly CandidateRun[] =>
  runs.filter(({ stage, evidence }) => stage === "candidate" && evidence !== "external");

function undecidedRuns(runs: readonly CandidateRun[]): readonly CandidateRun[] {
  const own = candidateRuns(runs);
  const prompt = own.at(-1)?.digests.prompt;
  const other = own.findLastIndex(
    ({ verdict, digests }) => verdict !== "inconclusive" || digests.prompt !== prompt,
  );
  return own.slice(other + 1);
}
