import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { CodeHost } from "../../lifecycle/code-host.ts";
import { Failure } from "../../prompts/failure.ts";
import { SCRATCH_FOLDER } from "../../prompts/layout.ts";
import { unpackZip } from "../adapters/unpack-zip.ts";
import type { CommandContext } from "../frame/command.ts";
import { readEvidence } from "./evidence-folder.ts";
import { evidenceName } from "./evidence-name.ts";
import type { EvidenceRun } from "./evidence-run.ts";

const LIMITS = { files: 20_000, bytes: 1024 * 1024 * 1024 } as const;
const LARGEST_ARTIFACT = 256 * 1024 * 1024;

/** What a run of `check` left, or why nothing of it can be used, as sentences' ends. */
export interface FetchedEvidence {
  readonly runs: readonly EvidenceRun[];
  readonly doubts: readonly string[];
}

/** Brings the newest evidence of one run of `check`, which several attempts may have left, into the scratch folder, where it is what its name says. Throws `HostRefused` where they cannot be listed. */
export async function fetchEvidence(
  { root }: Pick<CommandContext, "root">,
  host: CodeHost,
  run: number,
): Promise<FetchedEvidence> {
  const all = await host.artifactsOf(run);
  const [artifact] = all.filter(({ name }) => name.startsWith("evidence-")).sort((a, b) => b.id - a.id);
  if (artifact === undefined) return nothing(`run ${run} left no evidence`);
  if (artifact.isExpired) return nothing(`the evidence of run ${run} has expired`);
  if (artifact.bytes > LARGEST_ARTIFACT) return nothing(`the evidence of run ${run} is too large`);
  const folder = join(root, SCRATCH_FOLDER, "evidence", String(artifact.id));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    unpackZip(await host.downloadArtifact(artifact.id), folder, LIMITS);
  } catch (failure) {
    if (!(failure instanceof Failure)) throw failure;
    return nothing(failure.message);
  }
  const runs = readEvidence(folder);
  const isNamed = evidenceName(runs.map(({ report }) => report.digests.evaluation)) === artifact.name;
  return isNamed ? { runs, doubts: [] } : nothing(`the evidence of run ${run} is not what its name says`);
}

const nothing = (doubt: string): FetchedEvidence => ({ runs: [], doubts: [doubt] });
