import type { EvalReport } from "../../evaluation/report.ts";
import { gatePolicy } from "../../gate/policy.ts";
import { readRun } from "../../lifecycle/evidence/evidence.ts";
import { type GateChange, gateChanges } from "../../lifecycle/evidence/gate-change.ts";
import type { GateRecord } from "../../lifecycle/evidence/gate-record.ts";
import { recordedRules, rulesOf } from "../../lifecycle/evidence/gate-rules.ts";
import { readResults } from "../../lifecycle/evidence/recorded-results.ts";
import { originOf } from "../../lifecycle/plans/version-origin.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { exceptionsOn } from "../../prompts/examples/example-exceptions.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import type { Repository } from "../../prompts/repository.ts";
import { digestsOf, type ReadyTask } from "../evaluation/ready-task.ts";
import { todayUtc } from "../frame/today.ts";

/**
 * How the gate differs from the one that let the version in production through. None for a first version, and where the run
 * that let it through is not on record.
 */
export function gateChangesOf(repository: Repository, ready: ReadyTask): readonly GateChange[] {
  const cited = citedRecord(repository, ready);
  if (cited === undefined) return [];
  const { metric } = ready.metadata.evaluation;
  const { scorers, dataset } = digestsOf(ready, ready.candidate);
  const policy = rulesOf(gatePolicy(ready.metadata.evaluation, repository.config.gate));
  const ids = new Set(ready.examples.map(({ id }) => id));
  const now: GateRecord = {
    metric,
    threshold: policy.threshold,
    policy,
    scorers,
    examples: { count: ids.size, ids },
    exceptions: exceptionsOn(ready.examples, todayUtc()),
  };
  const isSameDataset = cited.report.digests.dataset === dataset;
  return gateChanges(recordOf(repository, ready, cited, isSameDataset ? ids : undefined), now);
}

/** A run that let a version through, and the record of the decision where it is known. */
interface Cited {
  readonly report: EvalReport;
  readonly entry?: AuditEntry;
}

/** A run is judged anew when it is promoted: the rules of that day are in the audit record where they were others. */
function recordOf(
  { files }: Repository,
  { task }: ReadyTask,
  { report, entry }: Cited,
  known: ReadonlySet<string> | undefined,
): GateRecord {
  const { run_id, metric, digests, counts } = report;
  const rules = recordedRules(entry?.details?.["decided_under"]);
  const policy = rules ?? report.policy;
  const { exceptions = {} } = report;
  const asked = known ?? new Set(readResults(files, task.entry.address, run_id).map(({ id }) => id));
  const ids = new Set([...asked].filter((id) => !("quarantined_until" in (exceptions[id] ?? {}))));
  const examples = { count: counts.examples, ...(ids.size === 0 ? {} : { ids }) };
  return {
    metric,
    threshold: rules?.threshold ?? report.threshold,
    scorers: digests.scorers,
    examples,
    exceptions,
    ...(policy === undefined ? {} : { policy }),
  };
}

/**
 * Of a version that went back into production, the run that let it through at first; of one that was promoted without
 * evidence, the run of the last one that had some.
 */
function citedRecord({ files, registry }: Repository, { metadata, task }: ReadyTask): Cited | undefined {
  const production = registry.tasks[metadata.task]?.production;
  if (production === undefined) return undefined;
  const audit = readAudit(files);
  const origin = originOf(audit, metadata.task, production.version);
  const entry = origin?.run_id === undefined ? lastPromotion(audit, metadata.task) : origin;
  const { evidence } = production;
  const runId = evidence.kind === "run" ? evidence.run_id : entry?.run_id;
  const report = runId === undefined ? undefined : readRun(files, task.entry.address, runId)?.report;
  if (report === undefined) return undefined;
  return entry?.run_id === runId && entry !== undefined ? { report, entry } : { report };
}

const lastPromotion = (audit: readonly AuditEntry[], task: string): AuditEntry | undefined =>
  audit.findLast((entry) => entry.task === task && entry.action === "promote" && entry.phase === "done");
