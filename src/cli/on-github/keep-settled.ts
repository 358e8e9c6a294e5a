import { resolve } from "node:path";
import type { Acceptance } from "../../lifecycle/evidence/acceptance.ts";
import { digestsOf, type ReadyTask } from "../evaluation/ready-task.ts";
import { copyEvidence, readEvidence } from "../evidence/evidence-folder.ts";
import type { EvidenceRun } from "../evidence/evidence-run.ts";
import type { CommandContext } from "../frame/command.ts";
import type { CheckPlan } from "./check-plan.ts";
import { eventDrops } from "./event-drops.ts";
import { readWorkflowEvent } from "./workflow-event.ts";

/** Where an earlier attempt left its evidence, and where this one goes on from. */
export interface EarlierAttempt {
  readonly from: string;
  readonly to: string;
}

/**
 * Tasks that an earlier attempt of the same check settled: it passed, or an owner has accepted its unproven drop since. Their
 * evidence is copied to where this attempt collects its own, and nobody is asked again.
 */
export async function keepSettled(
  context: CommandContext,
  { sharded, whole }: CheckPlan,
  { from, to }: EarlierAttempt,
): Promise<ReadonlySet<string>> {
  const runs = readEvidence(resolve(from));
  const tasks = [...sharded, ...whole].map(({ ready }) => ready);
  const drops = runs.some(isNoise)
    ? await eventDrops(context, readWorkflowEvent(context.environment), tasks)
    : { accepted: [], ignored: [] };
  for (const line of drops.ignored) context.terminal.say(line);
  const settled = tasks.flatMap((ready) => {
    const run = settledRun(ready, runs, drops.accepted);
    return run === undefined ? [] : [{ task: ready.metadata.task, run }];
  });
  for (const { run } of settled) copyEvidence(resolve(to), run);
  return new Set(settled.map(({ task }) => task));
}

/** It could not tell, and not for want of answers. */
export const isNoise = ({ report, circumstances }: EvidenceRun): boolean =>
  report.verdict === "inconclusive" && circumstances.cause === "noise";

function settledRun(
  ready: ReadyTask,
  runs: readonly EvidenceRun[],
  accepted: readonly Acceptance[],
): EvidenceRun | undefined {
  const { evaluation } = digestsOf(ready, ready.candidate);
  const { task } = ready.metadata;
  const isAccepted = accepted.some((one) => one.task === task && one.evaluation_digest === evaluation);
  const run = runs.findLast(
    ({ report }) =>
      report.stage === "candidate" && report.task === task && report.digests.evaluation === evaluation,
  );
  if (run === undefined) return undefined;
  return run.report.verdict === "pass" || (isAccepted && isNoise(run)) ? run : undefined;
}
