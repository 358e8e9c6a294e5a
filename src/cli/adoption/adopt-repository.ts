import { existsSync } from "node:fs";
import { join } from "node:path";
import type { FileOutcome } from "../../adoption/adopted-file.ts";
import { type AdoptionWish, adoptedFiles, CODEOWNERS_PATHS } from "../../adoption/adopted-files.ts";
import {
  type CallerSource,
  callerSourceOf,
  FIRST_CALLER,
  parseCallerSource,
} from "../../adoption/caller-workflows.ts";
import { codeOwnersOf } from "../../adoption/github/code-owners.ts";
import { planInit } from "../../adoption/plan-init.ts";
import { optionalText, runGit } from "../../lifecycle/adapters/git/git-process.ts";
import { applyPlan } from "../../lifecycle/plans/apply-plan.ts";
import { type TreeText, treeText } from "../../lifecycle/tree-text.ts";
import { createDiskFiles } from "../../prompts/adapters/disk-files.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import { sha256 } from "../../prompts/sha256.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { commandNames } from "../frame/command-names.ts";
import { usage } from "../frame/parse-flags.ts";
import { toolVersion } from "../frame/tool-version.ts";
import { openFolder, withWriting } from "../frame/workspace.ts";
import { renderAdoption } from "./adoption-text.ts";

const COMMAND = { name: "init" };

/** Writes what a repository lacks to keep prompts, all or nothing. Throws `Failure`: exit 2 for flags and folder. */
export async function adoptRepository(context: CommandContext): Promise<CommandResult> {
  const workflows = callerSource(context);
  return withWriting(context, openFolder(context), async ({ store, git }) => {
    const tree = treeText(createDiskFiles(context.root));
    const standing = callerSourceOf(tree.read(FIRST_CALLER) ?? "");
    const wish = await adoptionWish(context, tree, workflows ?? standing);
    const outcomes = planInit(adoptedFiles(wish), tree.read);
    const plan = writePlan(tree, outcomes);
    if (!context.isDryRun && plan.changes.length > 0) await applyPlan(plan, store, git);
    return resultOf(context, wish, outcomes);
  });
}

function callerSource({ flags }: CommandContext): CallerSource | undefined {
  const text = flags.text("workflows");
  if (text === undefined) return undefined;
  const source = parseCallerSource(text, toolVersion);
  if (source !== undefined) return source;
  throw usage(COMMAND, `--workflows got "${text}"`, "Give OWNER/REPO or OWNER/REPO@REF.");
}

async function adoptionWish(
  context: CommandContext,
  tree: TreeText,
  workflows: CallerSource | undefined,
): Promise<AdoptionWish> {
  const exists = (path: string): boolean => existsSync(join(context.root, path));
  const codeownersPath = CODEOWNERS_PATHS.find(exists) ?? CODEOWNERS_PATHS[0];
  const codeowners = tree.read(codeownersPath) ?? "";
  return {
    mainBranch: context.flags.text("main-branch") ?? (await mainBranchOf(context)),
    owners: ownersOf(context, "owner"),
    gateOwners: ownersOf(context, "gate-owner"),
    hasOwners: /^\/?prompts\//m.test(codeowners),
    hasGateOwners: /^\/?prompts\/03-metadata\/?\s/m.test(codeowners),
    hasFileOwners: codeOwnersOf(codeowners, codeownersPath).length > 0,
    codeownersPath,
    hasManifest: tree.read("package.json") !== undefined,
    isTool: exists("scripts/init.ts") && exists("bin/gpt-pipeline-hub.mjs"),
    ignoresPackages: (await askGit(context, "check-ignore", "node_modules/any")) !== undefined,
    commands: commandNames,
    ...(workflows === undefined ? {} : { workflows }),
  };
}

function ownersOf({ flags }: CommandContext, flag: "owner" | "gate-owner"): readonly string[] {
  const owners = flags.many(flag);
  if (flag === "gate-owner" && owners.length > 0 && flags.many("owner").length === 0)
    throw usage(COMMAND, "--gate-owner without --owner", "Say who answers for the prompts as well.");
  const wrong = owners.find((owner) => !/^(@[\w-]+(\/[\w.-]+)?|[^\s@]+@[^\s@]+)$/.test(owner));
  if (wrong === undefined) return owners;
  throw usage(COMMAND, `--${flag} got "${wrong}"`, "Give @user, @org/team or a mail address.");
}

/** As origin says, else `main` or `master` where one of them exists, else the branch that is checked out. */
async function mainBranchOf(context: CommandContext): Promise<string> {
  const ask = (...args: readonly string[]): Promise<string | undefined> => askGit(context, ...args);
  const remote = await ask("symbolic-ref", "--quiet", "--short", "refs/remotes/origin/HEAD");
  if (remote !== undefined) return remote.replace(/^origin\//, "");
  for (const name of ["main", "master"])
    if ((await ask("rev-parse", "--verify", "--quiet", `refs/heads/${name}`)) !== undefined) return name;
  return (await ask("symbolic-ref", "--quiet", "--short", "HEAD")) ?? "main";
}

async function askGit(
  { root, environment }: CommandContext,
  ...args: readonly string[]
): Promise<string | undefined> {
  return optionalText(await runGit(root, environment, args));
}

function writePlan(tree: TreeText, outcomes: readonly FileOutcome[]): WritePlan {
  const changes = outcomes.flatMap((outcome) =>
    outcome.action === "write" || outcome.action === "extend" ? [tree.write(outcome.path, outcome.text)] : [],
  );
  const digest = sha256(JSON.stringify(changes));
  return {
    operation: `init-${digest.slice(0, 24)}`,
    summary: "adopting prompts in this repository",
    changes,
  };
}

function resultOf(
  context: CommandContext,
  wish: AdoptionWish,
  outcomes: readonly FileOutcome[],
): CommandResult {
  const { text, next, notes } = renderAdoption(wish, outcomes, {
    palette: context.terminal.outPalette,
    isDryRun: context.isDryRun,
    hasGit: existsSync(join(context.root, ".git")),
  });
  const json = {
    dry_run: context.isDryRun,
    version: toolVersion,
    main_branch: wish.mainBranch,
    files: outcomes.map(({ action, path, ...rest }) => ({
      path,
      action,
      ...("added" in rest ? { added: rest.added } : {}),
      ...("why" in rest ? { why: rest.why } : {}),
    })),
    notes,
    next,
  };
  return { exit: EXIT.done, json, text };
}
