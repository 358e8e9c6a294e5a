import type { EvalReport } from "../evaluation/report.ts";
import type { Result } from "../evaluation/result.ts";
import { gatePolicy } from "../gate/policy.ts";
import { type Replay, replay } from "../gate/replay.ts";
import { countingExamples } from "../prompts/example-exceptions.ts";
import type { Repository } from "../prompts/repository.ts";
import { scoreFaults } from "./check-answers.ts";
import type { EvidenceRun } from "./evidence-folder.ts";
import { countingOf, digestsOf, promotionCandidate, type ReadyTask } from "./ready-task.ts";
import { todayUtc } from "./today.ts";
import { citedScoreOf, promptVersion } from "./versions.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Why a run that another machine made does not prove what is to be promoted here, as a sentence's end; undefined where today's
 * scorers give its scores, for both arms, and today's gate gives its verdict from them.
 */
export async function doubtAboutEvidence(
  { repository }: Workspace,
  ready: ReadyTask,
  { report, rows, baselineRows }: EvidenceRun,
): Promise<string | undefined> {
  const { metadata, candidate } = ready;
  if (metadata.data === "personal")
    return "answers with personal data leave no machine, so that nothing can be scored again";
  if (report.task !== metadata.task) return `it is about ${report.task}`;
  const production = promotionCandidate(repository, ready).registered?.production?.version ?? null;
  if ((report.baseline?.version ?? null) !== production)
    return "production has changed since it was measured";
  const own = [...rows()];
  const before = baselineRows();
  const baseline = before === undefined ? undefined : [...before];
  if ((baseline === undefined) !== (production === null))
    return "the answers of production did not come with it";
  const faults = [
    ...(await scoreFaults(repository, ready, own)),
    ...(baseline === undefined || production === null
      ? []
      : await scoreFaults(
          repository,
          { ...ready, candidate: promptVersion(repository, ready, production) },
          baseline,
        )),
  ];
  if (faults.length > 0) return faults.join(", ");
  const { verdict, basis } = decidedAgain(repository, ready, report, own, baseline);
  if (digestsOf(ready, candidate).evaluation !== report.digests.evaluation) return "it evaluated other files";
  if (basis !== "answers") return "its figures are not what its answers give";
  return verdict === report.verdict
    ? undefined
    : `its answers say ${verdict}, and its report ${report.verdict}`;
}

function decidedAgain(
  repository: Repository,
  ready: ReadyTask,
  report: EvalReport,
  candidate: readonly Result[],
  baseline: readonly Result[] | undefined,
): Replay {
  const { evaluation } = ready.metadata;
  const today = todayUtc();
  const version = report.baseline?.version;
  const citedScore = version === undefined ? undefined : citedScoreOf(repository, ready, version);
  const answers = {
    candidate,
    ...(baseline === undefined ? {} : { baseline }),
    scorers: evaluation.scorers,
    metric: evaluation.metric,
    examples: countingExamples(ready.examples, today).length,
    counting: countingOf(ready, today),
  };
  const run = { figures: report, answers, ...(citedScore === undefined ? {} : { citedScore }) };
  return replay(run, gatePolicy(evaluation, repository.config.gate));
}
