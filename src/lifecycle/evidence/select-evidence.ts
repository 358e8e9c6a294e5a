import { exitCodeOf } from "../../gate/exit-code.ts";
import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import { exceptionsOn } from "../../prompts/examples/example-exceptions.ts";
import type { PromotionCandidate } from "../candidate.ts";
import type { Refusal } from "../refusal.ts";
import type { RecordedRun } from "./evidence.ts";
import { redecide } from "./redecide.ts";

export type EvidenceChoice =
  | { readonly kind: "run"; readonly run: RecordedRun }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/**
 * The newest run of exactly the bytes on disk by today's metric against today's production version, provided that its scores
 * are what its answers give and that it passes under today's rules, or that an owner has accepted its noise. Answers made elsewhere never promote.
 */
export function selectEvidence(candidate: PromotionCandidate): EvidenceChoice {
  const run = fittingRun(candidate);
  if (run === undefined) return refuse(candidate, 7, missingEvidence(candidate, ownRuns(candidate).at(-1)));
  const { run_id, verdict, reasons } = run.report;
  if (verdict !== "pass" && !isAccepted(candidate, run))
    return refuse(candidate, exitCodeOf(verdict), `run ${run_id} says ${verdict}: ${reasons[0] ?? verdict}`);
  const doubt = doubtOf(candidate, run) ?? redecide(candidate, run);
  return doubt === undefined ? { kind: "run", run } : refuse(candidate, 7, doubt);
}

/** Whether an owner has accepted what exactly this run could not tell; a proven drop nobody can accept. */
export const isAccepted = ({ accepted, digests }: PromotionCandidate, { report }: RecordedRun): boolean =>
  report.verdict === "inconclusive" &&
  accepted !== undefined &&
  accepted.evaluation_digest === digests.evaluation &&
  accepted.evaluation_digest === report.digests.evaluation;

/** The newest run that asked what promotion asks, whatever it found. */
export function fittingRun(candidate: PromotionCandidate): RecordedRun | undefined {
  const { evaluation } = candidate.digests;
  return ownRuns(candidate).findLast(
    ({ report }) => report.digests.evaluation === evaluation && isSameQuestion(candidate, report),
  );
}

const ownRuns = ({ runs }: PromotionCandidate): readonly RecordedRun[] =>
  runs.filter(({ report }) => report.stage === "candidate" && report.evidence !== "external");

function doubtOf({ answers }: PromotionCandidate, { report }: RecordedRun): string | undefined {
  if (answers?.runId !== report.run_id || answers.faults.length === 0) return undefined;
  return `run ${report.run_id} is not what its own answers give: ${answers.faults.join(", ")}`;
}

function isSameQuestion(candidate: PromotionCandidate, report: RecordedRun["report"]): boolean {
  const { metadata, registered } = candidate;
  const production = registered?.production?.version ?? null;
  return (
    report.metric === metadata.evaluation.metric &&
    (report.baseline?.version ?? null) === production &&
    hasSameExceptions(candidate, report)
  );
}

/** A quarantine may have ended since. */
function hasSameExceptions(
  { counting }: PromotionCandidate,
  { exceptions = {} }: RecordedRun["report"],
): boolean {
  return canonicalJson(exceptions) === canonicalJson(exceptionsOn(counting.examples, counting.today));
}

function missingEvidence(candidate: PromotionCandidate, last: RecordedRun | undefined): string {
  if (last === undefined) return "no evaluation of this candidate is recorded";
  const { digests, run_id } = last.report;
  const isUncounted = !hasSameExceptions(candidate, last.report);
  const parts = (["prompt", "dataset", "scorers"] as const).filter(
    (part) => digests[part] !== candidate.digests[part],
  );
  if (parts.length > 0)
    return `the newest run ${run_id} evaluated another ${parts.join(", ")} than the one on disk`;
  if (isUncounted) return `the newest run ${run_id} counted other examples: a quarantine has ended since`;
  return `the newest run ${run_id} was judged by another metric, number of repeats or production version than today's`;
}

function refuse(candidate: PromotionCandidate, exit: Refusal["exit"], found: string): EvidenceChoice {
  const task = candidate.metadata.task;
  const fix =
    exit === 7
      ? `Run \`npm run eval-runner -- --task ${task}\`, then promote again.`
      : "Improve the candidate and evaluate it again, or record a reason with --override --reason.";
  return { kind: "refused", refusal: { task, exit, found, fix } };
}
