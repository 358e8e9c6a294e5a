import type { EvalReport } from "../evaluation/report.ts";
import { readRun } from "../lifecycle/evidence.ts";
import { type GateChange, type GateRecord, gateChanges } from "../lifecycle/gate-change.ts";
import { readAudit } from "../lifecycle/read-audit.ts";
import { readResults } from "../lifecycle/recorded-results.ts";
import { originOf } from "../lifecycle/version-origin.ts";
import type { RegistryProduction } from "../prompts/registry.ts";
import type { Repository } from "../prompts/repository.ts";
import { digestsOf, type ReadyTask } from "./ready-task.ts";

/**
 * How the gate differs from the one that let the version in production through. None for a first version, and where the run
 * that let it through is not on record.
 */
export function gateChangesOf(repository: Repository, ready: ReadyTask): readonly GateChange[] {
  const production = repository.registry.tasks[ready.metadata.task]?.production;
  const cited = production === undefined ? undefined : citedReport(repository, ready, production);
  if (cited === undefined) return [];
  const { metric, threshold } = ready.metadata.evaluation;
  const { scorers, dataset } = digestsOf(ready, ready.candidate);
  const ids = new Set(ready.examples.map(({ id }) => id));
  const now: GateRecord = { metric, threshold, scorers, examples: { count: ids.size, ids } };
  const isSameDataset = cited.digests.dataset === dataset;
  return gateChanges(recordOf(repository, ready, cited, isSameDataset ? ids : undefined), now);
}

function recordOf(
  { files }: Repository,
  { task }: ReadyTask,
  { run_id, metric, threshold, digests, counts }: EvalReport,
  known: ReadonlySet<string> | undefined,
): GateRecord {
  const ids = known ?? new Set(readResults(files, task.entry.address, run_id).map(({ id }) => id));
  const examples = { count: counts.examples, ...(ids.size === 0 ? {} : { ids }) };
  return { metric, threshold, scorers: digests.scorers, examples };
}

/** Of a version that went back into production, the run that let it through at first. */
function citedReport(
  { files }: Repository,
  { metadata, task }: ReadyTask,
  { version, evidence }: RegistryProduction,
): EvalReport | undefined {
  const runId =
    evidence.kind === "run" ? evidence.run_id : originOf(readAudit(files), metadata.task, version)?.run_id;
  return runId === undefined ? undefined : readRun(files, task.entry.address, runId)?.report;
}
