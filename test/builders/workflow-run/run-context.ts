import type { JsonObject } from "../../../src/prompts/reading/json.ts";
import type { Site, Texts, Trigger } from "./site.ts";

export interface RunContext {
  readonly site: Site;
  readonly trigger: Trigger;
  readonly runId: number;
  readonly attempt: number;
  /** What the workflow that was started is called: jobs of called ones see the same. */
  readonly title: string;
  /** Aborted by `cancel`, and by nothing else. */
  readonly signal: AbortSignal;
  /** As somebody who presses "Cancel workflow". */
  cancel(): void;
  /** Called before every step. */
  readonly onStep?: ((job: string, step: string) => "cancel" | undefined) | undefined;
}

/** The `github` context of a job. In a called workflow it is the caller's. */
export function githubContext(
  { site, trigger, runId, attempt, title }: RunContext,
  job: { readonly id: string; readonly token: string; readonly workspace: string },
): JsonObject {
  const { repository, serverUrl, apiUrl } = site;
  const { ref, commit, event, payload = {}, actor = "ada", headRef = "", baseRef = "" } = trigger;
  return {
    action: "",
    actor,
    triggering_actor: actor,
    api_url: apiUrl,
    graphql_url: `${apiUrl}/graphql`,
    server_url: serverUrl,
    base_ref: baseRef,
    head_ref: headRef,
    event: trigger.inputs === undefined ? payload : { ...payload, inputs: trigger.inputs },
    event_name: event,
    job: job.id,
    ref,
    ref_name: ref.replace(/^refs\/(heads|tags|pull)\//, ""),
    ref_type: ref.startsWith("refs/tags/") ? "tag" : "branch",
    ref_protected: ref === "refs/heads/main",
    repository,
    repository_owner: repository.split("/")[0] ?? "",
    run_id: String(runId),
    run_number: String(runId),
    run_attempt: String(attempt),
    sha: commit,
    token: job.token,
    workflow: title,
    workflow_ref: `${repository}/${trigger.workflow}@${ref}`,
    workflow_sha: commit,
    workspace: job.workspace,
  };
}

const SHOWN = [
  ...[
    "actor",
    "api_url",
    "base_ref",
    "event_name",
    "graphql_url",
    "head_ref",
    "job",
    "ref",
    "ref_name",
    "ref_type",
  ],
  ...[
    "repository",
    "repository_owner",
    "run_attempt",
    "run_id",
    "run_number",
    "server_url",
    "sha",
    "triggering_actor",
  ],
  ...["workflow", "workflow_ref", "workflow_sha", "workspace"],
];

/** The variables that every step has. The token is not among them. */
export function defaultVariables(github: JsonObject, temporary: string): Texts {
  const shown = SHOWN.map((name) => [`GITHUB_${name.toUpperCase()}`, String(github[name] ?? "")]);
  return {
    ...Object.fromEntries(shown),
    ...{ CI: "true", GITHUB_ACTIONS: "true", GITHUB_EVENT_PATH: `${temporary}/event.json` },
    ...{ RUNNER_OS: "Linux", RUNNER_ARCH: "X64", RUNNER_TEMP: temporary, RUNNER_NAME: "local" },
  };
}
