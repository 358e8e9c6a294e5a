import { exitCodeOf } from "../gate/exit-code.ts";
import type { PromotionCandidate } from "./candidate.ts";
import type { RecordedRun } from "./evidence.ts";
import type { Refusal } from "./refusal.ts";

export type EvidenceChoice =
  | { readonly kind: "run"; readonly run: RecordedRun }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/**
 * The newest run of exactly the bytes on disk, under today's metric and threshold, against today's production version.
 * Answers made elsewhere never promote.
 */
export function selectEvidence(candidate: PromotionCandidate): EvidenceChoice {
  const { digests, runs } = candidate;
  const own = runs.filter(({ report }) => report.stage === "candidate" && report.evidence !== "external");
  const fitting = own.filter(
    ({ report }) => report.digests.evaluation === digests.evaluation && isSameQuestion(candidate, report),
  );
  const run = fitting.at(-1);
  if (run === undefined) return refuse(candidate, 7, missingEvidence(candidate, own.at(-1)));
  if (run.report.verdict === "pass") return { kind: "run", run };
  const reason = run.report.reasons[0] ?? run.report.verdict;
  return refuse(
    candidate,
    exitCodeOf(run.report.verdict),
    `run ${run.report.run_id} says ${run.report.verdict}: ${reason}`,
  );
}

function isSameQuestion(candidate: PromotionCandidate, report: RecordedRun["report"]): boolean {
  const { evaluation } = candidate.metadata;
  const production = candidate.registered?.production?.version ?? null;
  return (
    report.metric === evaluation.metric &&
    report.threshold === evaluation.threshold &&
    (report.baseline?.version ?? null) === production
  );
}

function missingEvidence(candidate: PromotionCandidate, last: RecordedRun | undefined): string {
  if (last === undefined) return "no evaluation of this candidate is recorded";
  const { digests, run_id } = last.report;
  const parts = (["prompt", "dataset", "scorers"] as const).filter(
    (part) => digests[part] !== candidate.digests[part],
  );
  if (parts.length > 0)
    return `the newest run ${run_id} evaluated another ${parts.join(", ")} than the one on disk`;
  return `the newest run ${run_id} was judged by another threshold, metric or production version than today's`;
}

function refuse(candidate: PromotionCandidate, exit: Refusal["exit"], found: string): EvidenceChoice {
  const task = candidate.metadata.task;
  const fix =
    exit === 7
      ? `Run \`npm run eval-runner -- --task ${task}\`, then promote again.`
      : "Improve the candidate and evaluate it again, or record a reason with --override --reason.";
  return { kind: "refused", refusal: { task, exit, found, fix } };
}
