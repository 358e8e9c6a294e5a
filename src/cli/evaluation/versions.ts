import { type RecordedRun, readRun, readRuns } from "../../lifecycle/evidence/evidence.ts";
import { promptDigest } from "../../prompts/digests.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { archivePath } from "../../prompts/layout.ts";
import type { PromptVersion } from "../../prompts/records/production-prompt.ts";
import type { Repository } from "../../prompts/repository.ts";
import { parseProductionFile } from "../../prompts/yaml-formats.ts";
import type { ReadyTask } from "./ready-task.ts";

/** A version of the task: the one in production, or one from the archive. Throws `Failure` with exit 3 for an unknown one. */
export function promptVersion(
  repository: Repository,
  ready: Pick<ReadyTask, "task" | "metadata">,
  version: string,
): PromptVersion {
  const production = ready.task.production?.value;
  if (production?.version === version) return production;
  const path = archivePath(ready.task.entry.address, version);
  const bytes = repository.files.read(path);
  const archived = bytes === undefined ? undefined : parseProductionFile(path, bytes);
  if (archived?.value !== undefined) return archived.value;
  const known = repository.registry.tasks[ready.metadata.task]?.versions.map((entry) => entry.version) ?? [];
  throw new Failure(`${ready.metadata.task} has no version ${version}; nothing was done`, {
    exit: EXIT.invalidContent,
    fix: known.length === 0 ? "Nothing of it was promoted yet." : `Known versions: ${known.join(", ")}.`,
    ...(archived === undefined ? {} : { problems: archived.problems }),
  });
}

/**
 * The run that the registry cites for a version, else the newest passing run on record here of that version's own bytes: a
 * run that asked another model under the same version number is about another prompt.
 */
export function citedRunOf(
  repository: Repository,
  ready: ReadyTask,
  version: string,
): RecordedRun | undefined {
  const address = ready.task.entry.address;
  const production = repository.registry.tasks[ready.metadata.task]?.production;
  if (production?.version === version && production.evidence.kind === "run") {
    return readRun(repository.files, address, production.evidence.run_id);
  }
  const ofVersion = readRuns(repository.files, address).filter(({ report }) => report.version === version);
  if (ofVersion.length === 0) return undefined;
  const digest = promptDigest(promptVersion(repository, ready, version));
  return ofVersion.findLast(({ report }) => report.verdict === "pass" && report.digests.prompt === digest);
}

/** What a version scored in its cited run, where that was measured by today's metric. */
export function citedScoreOf(repository: Repository, ready: ReadyTask, version: string): number | undefined {
  const run = citedRunOf(repository, ready, version);
  return run?.report.metric === ready.metadata.evaluation.metric
    ? (run.report.score ?? undefined)
    : undefined;
}
