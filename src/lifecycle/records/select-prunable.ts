import type { EvalReport } from "../../evaluation/report.ts";
import type { RegistryTask } from "../../prompts/records/registry.ts";

type Recorded = Pick<EvalReport, "run_id" | "stage" | "verdict" | "digests">;

/**
 * Ids of the runs that may go: neither cited by the registry, nor the newest passing run of a version that can still be
 * compared or rolled back to, nor among the newest `keep` of the others. `runs` are in the order in which they ran.
 */
export function selectPrunable(
  runs: readonly Recorded[],
  registered: RegistryTask | undefined,
  keep: number,
): readonly string[] {
  const needed = new Set([...citedRun(registered), ...runsOfLivingVersions(runs, registered)]);
  const others = runs.map(({ run_id }) => run_id).filter((id) => !needed.has(id));
  return others.slice(0, Math.max(0, others.length - keep));
}

function citedRun(registered: RegistryTask | undefined): readonly string[] {
  const evidence = registered?.production?.evidence;
  return evidence === undefined || evidence.kind === "downgrade" ? [] : [evidence.run_id ?? []].flat();
}

function runsOfLivingVersions(
  runs: readonly Recorded[],
  registered: RegistryTask | undefined,
): readonly string[] {
  const living = (registered?.versions ?? []).filter(
    ({ status }) => status === "promoted" || status === "verified",
  );
  return living.flatMap(({ prompt_digest }) => {
    const run = runs.findLast(
      ({ stage, verdict, digests }) =>
        stage === "candidate" && verdict === "pass" && digests.prompt === prompt_digest,
    );
    return run === undefined ? [] : [run.run_id];
  });
}
