import type { Json } from "../../../src/prompts/reading/json.ts";
import type { FakeArtifact, FakeWorkflowRun, GithubState } from "./github-state.ts";
import {
  type Answer,
  ApiRefusal,
  type Call,
  checkedBody,
  demand,
  found,
  made,
  objectIn,
  type Route,
  textIn,
} from "./route.ts";

export const actionRoutes: readonly Route[] = [
  {
    method: "GET",
    path: /^\/actions\/runs$/,
    needs: ["actions:read"],
    answer: (call) => runList(call, () => true),
  },
  {
    method: "GET",
    path: /^\/actions\/workflows\/([^/]+)\/runs$/,
    needs: ["actions:read"],
    answer: (call) => runList(call, ({ path }) => path.endsWith(`/${call.parameters[0]}`)),
  },
  {
    method: "GET",
    path: /^\/actions\/runs\/(\d+)$/,
    needs: ["actions:read"],
    answer: (call) =>
      found(runJson(call, demand(call.state.runs.find(({ id }) => id === Number(call.parameters[0]))))),
  },
  {
    method: "POST",
    path: /^\/actions\/runs\/(\d+)\/rerun-failed-jobs$/,
    needs: ["actions:write"],
    answer: ({ state, parameters }) => {
      const { id, status, conclusion } = demand(state.runs.find((run) => run.id === Number(parameters[0])));
      if (status !== "completed") throw new ApiRefusal(403, "This workflow is already running");
      if (conclusion !== "failure") throw new ApiRefusal(403, "The workflow run has no failed jobs");
      state.startedAgain.push(id);
      return made({});
    },
  },
  {
    method: "GET",
    path: /^\/actions\/runs\/(\d+)\/artifacts$/,
    needs: ["actions:read"],
    answer: ({ state, parameters, query }) =>
      artifactList(state, query, ({ run }) => run === Number(parameters[0])),
  },
  {
    method: "GET",
    path: /^\/actions\/artifacts$/,
    needs: ["actions:read"],
    answer: ({ state, query }) => artifactList(state, query, () => true),
  },
  {
    method: "GET",
    path: /^\/actions\/artifacts\/(\d+)\/zip$/,
    needs: ["actions:read"],
    answer: ({ state, parameters }) => {
      const artifact = demand(state.artifacts.find(({ id }) => id === Number(parameters[0])));
      if (artifact.expired) return { status: 410, body: { message: "Artifact has expired" } };
      return { status: 302, body: null, headers: { location: `/_blobs/${artifact.id}` } };
    },
  },
  {
    method: "POST",
    path: /^\/actions\/workflows\/([^/]+)\/dispatches$/,
    needs: ["actions:write"],
    answer: ({ state, parameters, body }) => {
      const given = checkedBody(body, { ref: "string", "inputs?": "object" });
      const target = parameters[0] ?? "";
      state.dispatches.push({ target, ref: textIn(given, "ref"), inputs: objectIn(given, "inputs") });
      return { status: 204, body: null };
    },
  },
  {
    method: "POST",
    path: /^\/dispatches$/,
    needs: ["contents:write"],
    answer: ({ state, body }) => {
      const given = checkedBody(body, { event_type: "string", "client_payload?": "object" });
      const inputs = objectIn(given, "client_payload");
      state.dispatches.push({ target: textIn(given, "event_type"), ref: "", inputs });
      return { status: 204, body: null };
    },
  },
];

function runList(call: Call, isWanted: (run: FakeWorkflowRun) => boolean): Answer {
  const { state, query } = call;
  const isOr = (key: string, value: string | null): boolean =>
    query[key] === undefined || query[key] === value;
  const fits = (run: FakeWorkflowRun): boolean =>
    isWanted(run) &&
    isOr("head_sha", run.head_sha) &&
    isOr("event", run.event) &&
    isOr("branch", run.head_branch) &&
    (isOr("status", run.status) || isOr("status", run.conclusion));
  const all = [...state.runs].reverse().filter(fits);
  return found({ total_count: all.length, workflow_runs: all.map((run) => runJson(call, run)) });
}

function artifactList(
  state: GithubState,
  query: Call["query"],
  isWanted: (artifact: FakeArtifact) => boolean,
): Answer {
  const isNamed = ({ name }: FakeArtifact): boolean => query["name"] === undefined || query["name"] === name;
  const all = [...state.artifacts].reverse().filter((one) => isWanted(one) && isNamed(one));
  return found({ total_count: all.length, artifacts: all.map((one) => artifactJson(state, one)) });
}

const artifactJson = (state: GithubState, { id, run, name, zip, expired }: FakeArtifact): Json => ({
  ...{ id, name, expired, size_in_bytes: zip.length },
  archive_download_url: `https://github.invalid/artifacts/${id}/zip`,
  workflow_run: { id: run, head_sha: state.runs.find((one) => one.id === run)?.head_sha ?? null },
});

const runJson = ({ repository }: Call, run: FakeWorkflowRun): Json => ({
  id: run.id,
  name: run.path,
  path: run.path,
  event: run.event,
  head_sha: run.head_sha,
  head_branch: run.head_branch,
  status: run.status,
  conclusion: run.conclusion,
  run_attempt: run.run_attempt,
  repository: { full_name: repository },
  head_repository: { full_name: run.head_repository },
  pull_requests: run.pull_requests.map((number) => ({ number })),
  html_url: `https://github.invalid/${repository}/actions/runs/${run.id}`,
});
