import type { EvalReport } from "../../evaluation/report.ts";
import { aNotice, type Notice } from "./notice.ts";

type CandidateRun = Pick<
  EvalReport,
  "run_id" | "stage" | "evidence" | "verdict" | "digests" | "score" | "metric" | "at" | "version"
>;

/** What people are told of here. */
export const UNDECIDED_EVENT = "inconclusive" as const;

/** As many runs of one prompt as have to decide nothing before somebody is told. */
const UNDECIDED_RUNS = 3;

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
    ...waitOf(task, digests.prompt, at),
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

/** A merged candidate that a schedule has tried in vain. */
export interface TriedTask {
  readonly task: string;
  readonly promptDigest: string;
  /** Runs of the schedule. */
  readonly tries: number;
  /** Why nothing proves it, as a sentence's end. */
  readonly why: string;
  readonly at: string;
}

/** The same alarm for a prompt that was merged: its runs lie on machines that are gone, so that the schedule's own are counted. */
export function triedNotice({ task, promptDigest, tries, why, at }: TriedTask): Notice {
  return aNotice({
    ...waitOf(task, promptDigest, at),
    reasons: [
      `${task} was merged and is not in production: ${tries} scheduled runs brought no pass, and it is not tried again by itself`,
      `each time it was evaluated, since ${why}`,
    ],
    facts: { task },
    fix: `Run \`npm run eval-runner -- --task ${task}\` and read why; mend it, start the workflow again, or promote it with a reason by the workflow override.`,
  });
}

const titleOf = (task: string): string => `${task} waits for its promotion`;

/** One alarm a task, told once for one prompt, whoever finds it. */
const waitOf = (task: string, promptDigest: string, at: string) => ({
  ...{ event: UNDECIDED_EVENT, state: "alarm" as const, subject: task, at },
  operation: `undecided ${promptDigest}`,
  title: titleOf(task),
});

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
    ...{ event: UNDECIDED_EVENT, state: "ended", subject: task, operation, at, facts: {}, fix: "" },
    title: titleOf(task),
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
