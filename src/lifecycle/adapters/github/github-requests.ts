import { setTimeout } from "node:timers/promises";
import { getOctokit } from "@actions/github";
import { EXIT } from "../../../prompts/exit-code.ts";
import type { Json, JsonObject } from "../../../prompts/reading/json.ts";
import { HostRefused } from "../../code-host.ts";
import { retried, type Wait } from "./github-retry.ts";

export interface GithubSettings {
  /** `owner/name`. */
  readonly repository: string;
  readonly token: string;
  /** `GITHUB_API_URL`. */
  readonly apiUrl: string;
  /** Between attempts; the time itself unless a test has its own. */
  readonly wait?: Wait;
  /** How long one answer may take, its last byte included; a minute unless a test has less time. */
  readonly patienceMs?: number;
}

export type Octokit = ReturnType<typeof getOctokit>;

export interface Place {
  readonly owner: string;
  readonly repo: string;
}

export const PAGE = { per_page: 100 } as const;

/** What it says itself goes to nobody: a refusal is told once, as ours. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** A host that keeps still must not use up the minutes of a job that can do without it. */
const PATIENCE_MS = 60_000;

export function openOctokit(settings: GithubSettings): Octokit {
  const { token, apiUrl, wait = setTimeout, patienceMs = PATIENCE_MS } = settings;
  const octokit = getOctokit(token, { baseUrl: apiUrl.replace(/\/+$/, ""), log: SILENT });
  octokit.hook.wrap("request", (request, options) => {
    const attempt = async () => {
      // Set where it stands: the hook of authentication inside this one knows only the options that both were given.
      options.request = { ...options.request, signal: AbortSignal.timeout(patienceMs) };
      return request(options);
    };
    return retried(options.method, attempt, wait);
  });
  return octokit;
}

/** Requests that no other part of this project knows by name. */
export interface GithubRequests {
  /** One request, for example `GET` and `repos/acme/prompts/labels`. Throws `HostRefused`. */
  request(method: string, path: string, body?: JsonObject): Promise<Json>;
}

export function createGithubRequests(settings: GithubSettings): GithubRequests {
  const octokit = openOctokit(settings);
  return {
    request: (method, path, body = {}) =>
      ask(`${method} /${path}`, async () => (await octokit.request(`${method} /${path}`, body)).data as Json),
  };
}

/** Runs a request. Throws `HostRefused` with what GitHub said. */
export async function ask<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw refusal(what, cause);
  }
}

const FIXES: Readonly<Record<number, string>> = {
  401: "Check the token; it may have expired.",
  403: "Give the job the permission that this needs; a run from a fork can only read.",
  404: "Check the repository's name and what the token may see.",
  429: "Wait a minute, then run it again.",
};

function refusal(what: string, cause: unknown): HostRefused {
  const status = statusOf(cause);
  const said = cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause);
  const kind = status === undefined || status >= 500 ? "Run it again; what was done stays done." : said;
  return new HostRefused(`${what} failed: ${status === undefined ? "" : `${status}, `}${said}`, {
    status,
    fix: (status === undefined ? undefined : FIXES[status]) ?? kind,
    cause,
    ...(status === 401 ? { exit: EXIT.usage } : {}),
  });
}

function statusOf(cause: unknown): number | undefined {
  if (typeof cause !== "object" || cause === null || !("status" in cause)) return undefined;
  return typeof cause.status === "number" ? cause.status : undefined;
}
