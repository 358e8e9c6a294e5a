import type { EvalReport } from "../../evaluation/report.ts";
import type { Result } from "../../evaluation/result.ts";
import { gatePolicy } from "../../gate/policy.ts";
import { type Replay, replay } from "../../gate/replay.ts";
import { countingExamples } from "../../prompts/examples/example-exceptions.ts";
import type { Repository } from "../../prompts/repository.ts";
import { countingOf, digestsOf, promotionCandidate, type ReadyTask } from "../evaluation/ready-task.ts";
import { citedScoreOf, promptVersion } from "../evaluation/versions.ts";
import type { EvidenceRun } from "../evidence/evidence-run.ts";
import { todayUtc } from "../frame/today.ts";
import type { Workspace } from "../frame/workspace.ts";
import { scoreFaults } from "./check-answers.ts";

/** The answers of one round, both arms. */
interface RoundAnswers {
  readonly candidate: readonly Result[];
  readonly baseline: readonly Result[] | undefined;
}

/** What this machine makes of another one's run. `why`, as a sentence's end: its answers cannot be judged here. */
export type ReexaminedRun =
  | { readonly kind: "doubted"; readonly why: string }
  | { readonly kind: "decided"; readonly replay: Replay };

/**
 * Why a run that another machine made does not prove what is to be promoted here, as a sentence's end; undefined where today's
 * scorers give its scores, for both arms and all rounds, and today's gate gives its verdict from them.
 */
export async function doubtAboutEvidence(
  workspace: Workspace,
  ready: ReadyTask,
  run: EvidenceRun,
): Promise<string | undefined> {
  const found = await reexamine(workspace, ready, run);
  return found.kind === "doubted" ? found.why : doubtAboutVerdict(run, found.replay);
}

const doubtAboutVerdict = ({ report }: EvidenceRun, { verdict }: Replay): string | undefined =>
  verdict === report.verdict ? undefined : `its answers say ${verdict}, and its report ${report.verdict}`;

/** Scores a run's answers again, of both arms and all rounds, and asks today's gate once more. */
export async function reexamine(
  workspace: Workspace,
  ready: ReadyTask,
  run: EvidenceRun,
): Promise<ReexaminedRun> {
  const [first, second] = roundsOf(run);
  const why = await doubtAboutAnswers(
    workspace,
    ready,
    run,
    second === undefined ? [first] : [first, second],
  );
  if (why !== undefined) return { kind: "doubted", why };
  const replay = decidedAgain(workspace.repository, ready, run.report, first, second);
  return replay.basis === "answers"
    ? { kind: "decided", replay }
    : { kind: "doubted", why: "its figures are not what its answers give" };
}

async function doubtAboutAnswers(
  { repository }: Workspace,
  ready: ReadyTask,
  { report }: EvidenceRun,
  rounds: readonly RoundAnswers[],
): Promise<string | undefined> {
  const { metadata, candidate } = ready;
  if (metadata.data === "personal")
    return "answers with personal data leave no machine, so that nothing can be scored again";
  if (report.task !== metadata.task) return `it is about ${report.task}`;
  const production = promotionCandidate(repository, ready).registered?.production?.version ?? null;
  if ((report.baseline?.version ?? null) !== production)
    return "production has changed since it was measured";
  if (rounds.some(({ baseline }) => (baseline === undefined) !== (production === null)))
    return "the answers of production did not come with it";
  const faults: string[] = [];
  for (const round of rounds) faults.push(...(await roundFaults(repository, ready, production, round)));
  if (faults.length > 0) return [...new Set(faults)].join(", ");
  const isSame = digestsOf(ready, candidate).evaluation === report.digests.evaluation;
  return isSame ? undefined : "it evaluated other files";
}

function roundsOf(run: EvidenceRun): readonly [RoundAnswers, RoundAnswers?] {
  const listed = (rows: Iterable<Result> | undefined) => (rows === undefined ? undefined : [...rows]);
  const first = { candidate: [...run.rows()], baseline: listed(run.baselineRows()) };
  const candidate = listed(run.confirmationRows());
  if (candidate === undefined) return [first];
  return [first, { candidate, baseline: listed(run.baselineConfirmationRows()) }];
}

async function roundFaults(
  repository: Repository,
  ready: ReadyTask,
  production: string | null,
  { candidate, baseline }: RoundAnswers,
): Promise<readonly string[]> {
  const own = await scoreFaults(repository, ready, candidate);
  if (baseline === undefined || production === null) return own;
  const before = { ...ready, candidate: promptVersion(repository, ready, production) };
  return [...own, ...(await scoreFaults(repository, before, baseline))];
}

function decidedAgain(
  repository: Repository,
  ready: ReadyTask,
  report: EvalReport,
  { candidate, baseline }: RoundAnswers,
  second: RoundAnswers | undefined,
): Replay {
  const { evaluation } = ready.metadata;
  const today = todayUtc();
  const version = report.baseline?.version;
  const citedScore = version === undefined ? undefined : citedScoreOf(repository, ready, version);
  const answers = {
    candidate,
    ...(baseline === undefined ? {} : { baseline }),
    ...(second?.baseline === undefined
      ? {}
      : { confirmation: { candidate: second.candidate, baseline: second.baseline } }),
    scorers: evaluation.scorers,
    metric: evaluation.metric,
    examples: countingExamples(ready.examples, today).length,
    counting: countingOf(ready, today),
  };
  const run = { figures: report, answers, ...(citedScore === undefined ? {} : { citedScore }) };
  return replay(run, gatePolicy(evaluation, repository.config.gate));
}
