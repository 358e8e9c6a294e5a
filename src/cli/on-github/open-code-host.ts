import type { GithubSettings } from "../../lifecycle/adapters/github/github-requests.ts";
import type { CodeHost } from "../../lifecycle/code-host.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";

const DEFAULT_API = "https://api.github.com";

/** The code host that a workflow's variables name. Throws `Failure` with exit 2 where one is missing. */
export async function openCodeHost(environment: NodeJS.ProcessEnv): Promise<CodeHost> {
  const { createGithub } = await import("../../lifecycle/adapters/github/github.ts");
  return createGithub(githubSettings(environment));
}

/** Where GitHub is and who asks it. Throws `Failure` with exit 2 where a variable is missing. */
export const githubSettings = (environment: NodeJS.ProcessEnv): GithubSettings => ({
  repository: required(environment, "GITHUB_REPOSITORY"),
  token: required(environment, "GITHUB_TOKEN"),
  apiUrl: environment["GITHUB_API_URL"] || DEFAULT_API,
});

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== "") return value;
  throw new Failure(`${name} is not set, so that GitHub cannot be asked; nothing was done there`, {
    exit: EXIT.usage,
    fix: `Set ${name}; in a workflow the step's env gives it.`,
  });
}
