import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createDiskFiles } from "../../prompts/adapters/disk-files.ts";
import { SCRATCH_FOLDER } from "../../prompts/layout.ts";
import { isSameAnswer, type ReadTrace } from "../../prompts/reading/read-trace.ts";
import { parseRemembered, renderRemembered } from "../../validation/remembered.ts";
import type { Validated } from "../../validation/validate.ts";
import type { CommandContext } from "../frame/command.ts";
import { todayUtc } from "../frame/today.ts";

/** The last run over all tasks of a repository, in `.pipeline/cache/validate.json`. */
export interface ValidationMemory {
  /** What that run found, where it was of this day and every file that it read is what it was. */
  recall(): Validated | undefined;
  /** A repository that cannot be written to is not remembered. */
  remember(trace: ReadTrace, validated: Validated): void;
}

/** Undefined in CI, where the file could come with the change that is to be checked, and outside a bundle. */
export function openValidationMemory({
  root,
  environment,
}: Pick<CommandContext, "root" | "environment">): ValidationMemory | undefined {
  const build = buildDigest();
  if (build === undefined || environment["CI"]) return undefined;
  const tool = `${build} ${process.version} ${todayUtc()}`;
  const folder = join(root, SCRATCH_FOLDER, "cache");
  const path = join(folder, "validate.json");
  return {
    recall: () => {
      const known = parseRemembered(readOrNothing(path), tool);
      if (known === undefined || !isSameAnswer(createDiskFiles(root), known.trace)) return undefined;
      return known.validated;
    },
    remember: (trace, validated) => {
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, ".gitignore"), "*\n");
        const draft = `${path}.${process.pid}.tmp`;
        writeFileSync(draft, renderRemembered(tool, { trace, validated }));
        renameSync(draft, path);
      } catch {
        // What was found is told all the same; the next run finds it again.
      }
    },
  };
}

/** What cannot be read is as good as forgotten. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Names the code that runs; sources that are run without being built have no such name. */
function buildDigest(): string | undefined {
  return /\/dist\/([0-9a-f]{16})\//.exec(import.meta.url)?.[1];
}
