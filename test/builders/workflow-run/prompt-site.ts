import { projectFiles, readProjectFile } from "../../architecture/project-files.ts";
import type { TreeChanges } from "../a-repository.ts";
import { runCommand } from "../command-process.ts";
import { aLabelTask, OFFLINE_CONFIG } from "../label-task.ts";
import { aGithubSite, type GithubSite, type GithubSiteParts } from "./github-site.ts";

/** Our own workflows, as they are in the tree. */
const workflowFiles = (): TreeChanges =>
  Object.fromEntries(
    projectFiles()
      .filter((path) => /^\.github\/workflows\/.*\.yml$/.test(path))
      .map((path) => [path, readProjectFile(path)]),
  );

const SETTINGS: TreeChanges = {
  ".gitignore": ".pipeline/\nprompts/04-evals/**/run-*/\n",
  ".gitattributes":
    "prompt_registry.yaml merge=union\nprompt_audit.jsonl merge=union\nprompts/04-evals/**/history.jsonl merge=union\n",
  "pipeline.config.yaml": OFFLINE_CONFIG,
};

/** A repository of prompts with our workflows: two ready tasks, one environment on the `local` target. */
export function aPromptSite(parts: Partial<GithubSiteParts> = {}): Promise<GithubSite> {
  const tasks = { ...aLabelTask({ id: "colour" }), ...aLabelTask({ id: "tone" }) };
  return aGithubSite({ ...parts, files: { ...workflowFiles(), ...SETTINGS, ...tasks, ...parts.files } });
}

/** The same with both tasks in production, promoted by hand. */
export async function aPromotedSite(parts: Partial<GithubSiteParts> = {}): Promise<GithubSite> {
  const site = await aPromptSite(parts);
  await promoteByHand(site);
  return site;
}

/** Tasks evaluated and promoted by hand, as before any workflow existed; with a reason also without passing evidence. */
export async function promoteByHand(
  { folder, git }: GithubSite,
  tasks: readonly string[] = ["colour", "tone"],
  reason?: string,
): Promise<void> {
  const named = tasks.flatMap((task) => ["--task", task]);
  const root = ["--root", `${folder}/author`];
  git("checkout", "--quiet", "-B", "main", "origin/main");
  const decided = reason === undefined ? [] : ["--override", "--reason", reason];
  if (reason === undefined) await must(runCommand("eval-runner", [...root, ...named, "--quiet"]));
  await must(runCommand("promote", [...root, ...named, ...decided, "--commit", "--tag", "--push"]));
}

/** Ends what the `local` target started, then the site. */
export async function closePromptSite(site: GithubSite): Promise<void> {
  await runCommand("deploy", ["--root", site.ownMachine, "--environment", "local", "--stop"]);
  await site.close();
}

async function must(command: ReturnType<typeof runCommand>): Promise<void> {
  const { exit, stderr } = await command;
  if (exit !== 0) throw new Error(`ended with ${exit}: ${stderr}`);
}
