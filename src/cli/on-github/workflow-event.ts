import { readFileSync } from "node:fs";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { isJsonObject, type JsonObject } from "../../prompts/reading/json.ts";

/** The pull request that a workflow runs for. */
export interface EventPull {
  readonly number: number;
  readonly headCommit: string;
  readonly isDraft: boolean;
  /** From another repository: such a run has no secrets and a token that only reads. */
  readonly isFork: boolean;
}

/** What a merge queue is about to merge. */
export interface QueuedGroup {
  readonly headCommit: string;
  /** The pull request's number, where the name of the queue's branch says it. */
  readonly pull?: number;
}

/** What started a workflow, as far as a check looks at it. */
export interface WorkflowEvent {
  /** What was evaluated for: a pull request's head, a queue's commit, or the commit itself. */
  readonly commit: string;
  readonly pull?: EventPull;
  readonly queued?: QueuedGroup;
  readonly run: number;
  readonly attempt: number;
  /** The page of the run. */
  readonly url?: string;
  /** The workflow's file, the caller's where one calls it: `.github/workflows/check.yml`. */
  readonly workflow?: string;
}

/** Undefined outside of a workflow. Throws `Failure` with exit 2 for an event that cannot be read. */
export function readWorkflowEvent(environment: NodeJS.ProcessEnv): WorkflowEvent | undefined {
  const commit = environment["GITHUB_SHA"];
  if (!commit) return undefined;
  const event = readPayload(environment["GITHUB_EVENT_PATH"]);
  const pull = pullOf(event, environment["GITHUB_REPOSITORY"]);
  const queued = queuedIn(event);
  const workflow = /^[^/]+\/[^/]+\/([^@]+)@/.exec(environment["GITHUB_WORKFLOW_REF"] ?? "")?.[1];
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
  return {
    commit: pull?.headCommit ?? queued?.headCommit ?? commit,
    ...(pull === undefined ? {} : { pull }),
    ...(queued === undefined ? {} : { queued }),
    run: Number(run ?? "0"),
    attempt: Number(environment["GITHUB_RUN_ATTEMPT"] ?? "1"),
    ...(server && repository && run ? { url: `${server}/${repository}/actions/runs/${run}` } : {}),
    ...(workflow === undefined ? {} : { workflow }),
  };
}

function readPayload(path: string | undefined): JsonObject {
  if (!path) return {};
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isJsonObject(value) ? value : {};
  } catch (cause) {
    throw new Failure(`the event in ${path} cannot be read; nothing was done`, {
      exit: EXIT.usage,
      fix: "GITHUB_EVENT_PATH has to name the file that the runner wrote.",
      cause,
    });
  }
}

function pullOf(event: JsonObject, repository: string | undefined): EventPull | undefined {
  const pull = objectAt(event, "pull_request");
  const { number, draft } = pull;
  const head = objectAt(pull, "head");
  const headCommit = textAt(head, "sha");
  if (typeof number !== "number" || headCommit === undefined) return undefined;
  const from = textAt(objectAt(head, "repo"), "full_name");
  return { number, headCommit, isDraft: draft === true, isFork: from !== repository };
}

/** Its branch is named `gh-readonly-queue/main/pr-104-<commit>`. */
function queuedIn(event: JsonObject): QueuedGroup | undefined {
  const group = objectAt(event, "merge_group");
  const headCommit = textAt(group, "head_sha");
  if (headCommit === undefined) return undefined;
  const number = /\/pr-(\d+)-[0-9a-f]+$/.exec(textAt(group, "head_ref") ?? "")?.[1];
  return { headCommit, ...(number === undefined ? {} : { pull: Number(number) }) };
}

function objectAt(object: JsonObject, key: string): JsonObject {
  const value = object[key] ?? null;
  return isJsonObject(value) ? value : {};
}

function textAt(object: JsonObject, key: string): string | undefined {
  const value = object[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}
