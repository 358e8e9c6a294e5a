import { readTask } from "../../prompts/task-files.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import { judgeProviders } from "./asking/judging.ts";
import { createProvider } from "./asking/providers.ts";
import type { RunSource } from "./evaluate-tasks.ts";
import type { SelectedTask } from "./select-tasks.ts";

/**
 * Fails before anything is read at length where the key of a provider is not there. Throws `Failure` with exit 2. Nobody is
 * asked in a dry run, for answers made elsewhere, or to join shards.
 */
export async function requireKeys(
  { flags, environment, isDryRun }: CommandContext,
  { repository }: Workspace,
  selected: readonly SelectedTask[],
  recorded: readonly RunSource[],
): Promise<void> {
  const isExternal = flags.isGiven("outputs") || recorded.some(({ choice }) => choice.outputs !== undefined);
  if (isDryRun || isExternal || flags.isGiven("merge")) return;
  const named = [...flags.many("provider"), ...recorded.flatMap(({ choice }) => choice.provider ?? [])];
  const own = selected.flatMap(
    ({ entry }) =>
      readTask(repository.files, entry, { examples: false }).metadata?.value?.model.provider ?? [],
  );
  const judging = selected.flatMap(({ entry }) => judgeProviders(repository, entry));
  for (const name of new Set([...(named.length > 0 ? named : own), ...judging])) {
    await createProvider({ config: repository.config, environment, concurrency: 1 }, name);
  }
}
