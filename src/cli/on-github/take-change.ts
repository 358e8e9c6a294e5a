import { rmSync } from "node:fs";
import { join } from "node:path";
import { readForeignCommit } from "../../lifecycle/adapters/git/git-change.ts";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import { selectForeignChange } from "../../lifecycle/foreign-change.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { printableLine } from "../../reporting/printable-text.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { openWorkspace } from "../frame/workspace.ts";

const MOST_NAMED = 5;

/**
 * Brings the data files of exactly one commit into this checkout, so that this branch's code, configuration and key evaluate them.
 * All or nothing. Throws `Failure`: exit 2 for a commit that is not named in full or shares no history, 3 for one that is refused.
 */
export async function takeChange(context: CommandContext): Promise<CommandResult> {
  const commit = context.flags.text("commit") ?? "";
  if (!/^[0-9a-f]{40}$/.test(commit))
    throw usage(
      { name: "take-change" },
      "--commit needs a whole hash",
      "Copy the head that was read: 40 digits.",
    );
  const { root } = openWorkspace(context);
  const found = await readForeignCommit(root, context.environment, commit);
  if (found === undefined)
    throw new Failure(`${commit.slice(0, 12)} shares no history with this branch; nothing was taken`, {
      exit: EXIT.usage,
      fix: "Fetch the whole history of both.",
    });
  const { taken, ignored, refusals } = selectForeignChange(found.changed);
  if (refusals.length > 0) throw refused(commit, refusals);
  const texts = new Map<string, string>();
  for (const { path, blob } of taken) if (blob !== "") texts.set(path, await found.read(blob));
  if (!context.isDryRun) {
    const gone = taken.filter(({ blob }) => blob === "");
    for (const { path } of gone) rmSync(join(root, path), { force: true });
    for (const [path, text] of texts) storeFile(join(root, path), text);
  }
  const verb = context.isDryRun ? "would take" : "took";
  return {
    exit: EXIT.done,
    json: { commit, taken: taken.map(({ path }) => path), ignored: [...ignored], dry_run: context.isDryRun },
    text: [
      `${verb} ${taken.length} of ${found.changed.length} changed files`,
      ...ignored.map(ignoredLine),
    ].join("\n"),
  };
}

const ignoredLine = (path: string): string => `left as it is here: ${printableLine(path, 200)}`;

function refused(commit: string, refusals: readonly string[]): Failure {
  const named = refusals.slice(0, MOST_NAMED).map((one) => printableLine(one, 300));
  const more = refusals.length > MOST_NAMED ? ` and ${refusals.length - MOST_NAMED} more` : "";
  return new Failure(`${commit.slice(0, 12)} is not taken: ${named.join(", ")}${more}; nothing was changed`, {
    exit: EXIT.invalidContent,
    fix: "Ask its author to take these files out, or bring the change into a branch of this repository.",
  });
}
