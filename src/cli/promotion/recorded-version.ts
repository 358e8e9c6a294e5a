import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { archivePath, productionPath, type TaskAddress } from "../../prompts/layout.ts";
import type { PromptVersion } from "../../prompts/records/production-prompt.ts";
import type { Repository } from "../../prompts/repository.ts";
import { parseProductionFile } from "../../prompts/yaml-formats.ts";

/**
 * A version from the locked files alone, whatever template, metadata and examples are now. Throws `Failure` with exit 3 for
 * one that is not there.
 */
export function recordedVersion(
  { files, registry }: Repository,
  address: TaskAddress,
  version: string,
): PromptVersion {
  const parsed = [productionPath(address), archivePath(address, version)].flatMap((path) => {
    const bytes = files.read(path);
    return bytes === undefined ? [] : [parseProductionFile(path, bytes)];
  });
  const found = parsed.find(({ value }) => value?.version === version)?.value;
  if (found !== undefined) return found;
  const known = registry.tasks[address.id]?.versions.map((entry) => entry.version) ?? [];
  throw new Failure(`${address.id} has no version ${version}; nothing was done`, {
    exit: EXIT.invalidContent,
    fix: known.length === 0 ? "Nothing of it was promoted yet." : `Known versions: ${known.join(", ")}.`,
    problems: parsed.flatMap(({ problems }) => problems),
  });
}
