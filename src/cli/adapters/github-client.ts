import { getOctokit } from "@actions/github";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Json, JsonObject } from "../../prompts/json.ts";

/** GitHub's REST interface for the one repository that a workflow or a person named. */
export interface GithubClient {
  readonly owner: string;
  readonly repository: string;
  /** One request, for example `GET /repos/{owner}/{repo}/issues`; owner and repo are filled in. Throws `Failure`. */
  request(route: string, parameters?: JsonObject): Promise<Json>;
  /** All pages of a list. Throws `Failure`. */
  all(route: string, parameters?: JsonObject): Promise<readonly JsonObject[]>;
}

const TOKEN = "GITHUB_TOKEN";

/**
 * A client for `GITHUB_REPOSITORY` at `GITHUB_API_URL`, with `GITHUB_TOKEN`. Throws `Failure` with exit 2 where one of them is
 * missing.
 */
export function openGithub(environment: NodeJS.ProcessEnv): GithubClient {
  const token = required(environment, TOKEN);
  const [owner = "", repository = ""] = required(environment, "GITHUB_REPOSITORY").split("/");
  const baseUrl = environment["GITHUB_API_URL"] || "https://api.github.com";
  const octokit = getOctokit(token, { baseUrl, log: SILENT });
  const place = { owner, repo: repository };
  return {
    owner,
    repository,
    request: async (route, parameters = {}) => {
      const { data } = await asked(route, octokit.request(route, { ...place, ...parameters }));
      return data as Json;
    },
    all: (route, parameters = {}) =>
      asked(route, octokit.paginate<JsonObject>(route, { ...place, per_page: 100, ...parameters })),
  };
}

/** What it says itself goes to nobody: a refusal is told once, as ours. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function required(environment: NodeJS.ProcessEnv, name: string): string {
  const value = environment[name];
  if (value !== undefined && value !== "") return value;
  throw new Failure(`${name} is not set, so that GitHub cannot be asked; nothing was done there`, {
    exit: EXIT.usage,
    fix: `Set ${name}; in a workflow the step's env gives it.`,
  });
}

async function asked<T>(route: string, answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw refusalOf(route, error);
  }
}

function refusalOf(route: string, error: unknown): Failure {
  const { status, message, response } = error as {
    readonly status?: number;
    readonly message?: string;
    readonly response?: { readonly headers?: Readonly<Record<string, string>> };
  };
  const id = response?.headers?.["x-github-request-id"];
  const request = id === undefined ? "" : ` (request ${id})`;
  const isDenied = status === 401 || status === 403 || status === 404;
  return new Failure(`GitHub refused ${route}: ${status ?? "no answer"} ${message ?? ""}${request}`, {
    exit: isDenied ? EXIT.usage : EXIT.notStored,
    fix: isDenied
      ? `Look at the permissions of ${TOKEN}; trying again does not help.`
      : "Try again; what was done already is found and not done twice.",
    cause: error,
  });
}
