import { existsSync } from "node:fs";
import { join } from "node:path";
import { FIRST_CALLER } from "../../adoption/caller-workflows.ts";
import type { HostRequests } from "../../adoption/github/read-host-settings.ts";
import {
  type SetupWish,
  type WantedSettings,
  wantedSettings,
} from "../../adoption/github/wanted-settings.ts";
import { isJsonObject } from "../../prompts/reading/json.ts";
import type { Repository } from "../../prompts/repository.ts";
import { readTask } from "../../prompts/task-files.ts";
import type { CommandContext } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";

/** What this repository's workflows and tasks need on GitHub. Throws `Failure` for a reviewer whom GitHub does not know. */
export async function readWanted(
  context: CommandContext,
  repository: Repository,
  requests: HostRequests,
): Promise<WantedSettings> {
  const names = context.flags.many("reviewer");
  return wantedSettings({
    config: repository.config,
    keys: keysOfTasks(repository),
    check: checkIn(context.root),
    appId: context.flags.number("app-id"),
    reviewers: await Promise.all(names.map((name) => reviewerOf(requests, name))),
  });
}

function checkIn(root: string): SetupWish["check"] {
  if (existsSync(join(root, FIRST_CALLER))) return "called";
  return existsSync(join(root, OWN_CHECK)) ? "own" : "none";
}

const OWN_CHECK = ".github/workflows/check.yml";

function keysOfTasks({ index, files, config }: Repository): readonly string[] {
  const keys = index.tasks.flatMap((entry) => {
    const provider = readTask(files, entry, { examples: false }).metadata?.value?.model.provider;
    return provider === undefined ? [] : (config.providers[provider]?.key_env ?? []);
  });
  return [...new Set(keys)].sort();
}

async function reviewerOf(
  requests: HostRequests,
  name: string,
): Promise<WantedSettings["reviewers"][number]> {
  const [, first = "", team] = /^@?([A-Za-z0-9-]+)(?:\/([A-Za-z0-9._-]+))?$/.exec(name) ?? [];
  if (first === "")
    throw usage({ name: "setup-github" }, `--reviewer got "${name}"`, "Give a login, or ORG/TEAM.");
  const path = team === undefined ? `users/${first}` : `orgs/${first}/teams/${team}`;
  const found = await requests.request("GET", path);
  const id = isJsonObject(found) ? found["id"] : undefined;
  if (typeof id !== "number") throw new Error(`GitHub gave no id for ${path}`);
  return { type: team === undefined ? "User" : "Team", id };
}
