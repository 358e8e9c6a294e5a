import type { Result } from "../../evaluation/result.ts";
import { parseResultLine } from "../../evaluation/result-line.ts";
import { resultsPath, type TaskAddress } from "../../prompts/layout.ts";
import type { RepositoryFiles } from "../../prompts/repository-files.ts";

/** The rows of a run's `results.jsonl`; none where it is not on record. Lines that make no sense are left out. */
export function readResults(files: RepositoryFiles, address: TaskAddress, runId: string): readonly Result[] {
  const bytes = files.read(resultsPath(address, runId));
  if (bytes === undefined) return [];
  const lines = new TextDecoder().decode(bytes).split("\n");
  return lines.flatMap((line) => parseResultLine(line) ?? []);
}
