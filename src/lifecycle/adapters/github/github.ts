import type { CheckRun, CodeHost, HostAnnotation, HostWorkflowRun } from "../../code-host.ts";
import { githubPulls } from "./github-pulls.ts";
import { ask, type GithubSettings, type Octokit, openOctokit, PAGE, type Place } from "./github-requests.ts";
import { githubReviews } from "./github-reviews.ts";
import { githubRules } from "./github-rules.ts";

type Client = Octokit["rest"];

/** What one request may hold: https://docs.github.com/en/rest/checks/runs#create-a-check-run */
const ANNOTATIONS_A_REQUEST = 50;

/** GitHub's REST interface as a code host. */
export function createGithub(settings: GithubSettings): CodeHost {
  const { repository } = settings;
  const [owner = "", repo = ""] = repository.split("/");
  const octokit = openOctokit(settings);
  const place: Place = { owner, repo };
  return {
    repository,
    ...conversations(octokit, place),
    ...checks(octokit.rest, place),
    ...githubPulls(octokit, place),
    ...githubReviews(octokit, place),
    ...githubRules(octokit, place),
    ...runs(octokit, place),
    ...deployments(octokit.rest, place),
  };
}

type Part<K extends keyof CodeHost> = Pick<CodeHost, K>;

function conversations(
  { rest, paginate }: Octokit,
  place: Place,
): Part<"comments" | "addComment" | "editComment" | "assign" | "issuesWith" | "openIssue" | "closeIssue"> {
  return {
    comments: (issue) =>
      ask("reading the comments", async () => {
        const all = await paginate(rest.issues.listComments, { ...place, ...PAGE, issue_number: issue });
        return all.map(({ id, body, user }) => ({ id, body: body ?? "", isByBot: user?.type === "Bot" }));
      }),
    addComment: (issue, body) =>
      ask("writing a comment", async () => {
        await rest.issues.createComment({ ...place, issue_number: issue, body });
      }),
    editComment: (id, body) =>
      ask("editing a comment", async () => {
        await rest.issues.updateComment({ ...place, comment_id: id, body });
      }),
    assign: (issue, logins) =>
      ask("assigning people", async () => {
        await rest.issues.addAssignees({ ...place, issue_number: issue, assignees: [...logins] });
      }),
    issuesWith: (label) =>
      ask("reading the issues", async () => {
        const wanted = { ...place, ...PAGE, labels: label, state: "open" as const };
        const all = await paginate(rest.issues.listForRepo, wanted);
        return all.filter(({ pull_request }) => pull_request === undefined).map(issueOf);
      }),
    openIssue: ({ title, body, labels }) =>
      ask("opening an issue", async () => {
        const { data } = await rest.issues.create({ ...place, title, body, labels: [...labels] });
        return issueOf(data);
      }),
    closeIssue: (issue) =>
      ask("closing an issue", async () => {
        await rest.issues.update({ ...place, issue_number: issue, state: "closed" });
      }),
  };
}

type ApiIssue = Awaited<ReturnType<Client["issues"]["create"]>>["data"];

function issueOf({ number, title, body, labels, user, html_url }: Partial<ApiIssue>) {
  const names = (labels ?? []).map((label) => (typeof label === "string" ? label : (label.name ?? "")));
  return {
    number: number ?? 0,
    title: title ?? "",
    body: body ?? "",
    labels: names,
    isByBot: user?.type === "Bot",
    url: html_url ?? "",
  };
}

function checks(rest: Client, place: Place): Part<"addCheckRun"> {
  return {
    addCheckRun: (run) =>
      ask("writing the check run", async () => {
        const [first = [], ...more] = batches(run.annotations);
        const { data } = await rest.checks.create({
          ...place,
          name: run.name,
          head_sha: run.commit,
          status: "completed",
          conclusion: run.conclusion,
          output: outputOf(run, first),
        });
        for (const annotations of more)
          await rest.checks.update({
            ...place,
            check_run_id: data.id,
            output: outputOf(run, annotations),
          });
      }),
  };
}

function batches(all: readonly HostAnnotation[]): readonly (readonly HostAnnotation[])[] {
  const count = Math.ceil(all.length / ANNOTATIONS_A_REQUEST);
  return Array.from({ length: count }, (_, at) =>
    all.slice(at * ANNOTATIONS_A_REQUEST, (at + 1) * ANNOTATIONS_A_REQUEST),
  );
}

function outputOf({ title, summary }: CheckRun, annotations: readonly HostAnnotation[]) {
  return {
    title,
    summary,
    annotations: annotations.map(({ path, line, column, level, title: name, message }) => ({
      path,
      start_line: line,
      end_line: line,
      ...(column === undefined ? {} : { start_column: column, end_column: column }),
      annotation_level: level,
      title: name,
      message,
    })),
  };
}

function runs(
  { rest, paginate }: Octokit,
  place: Place,
): Part<"runsOf" | "pullRuns" | "scheduledRuns" | "startFailedJobs" | "artifactsOf" | "downloadArtifact"> {
  return {
    runsOf: (commit, workflow) =>
      ask("looking for the commit's runs", async () => {
        const wanted = { ...place, ...PAGE, head_sha: commit };
        const all =
          workflow === undefined
            ? await paginate(rest.actions.listWorkflowRunsForRepo, wanted)
            : await paginate(rest.actions.listWorkflowRuns, { ...wanted, workflow_id: workflow });
        return all.map(runOf);
      }),
    pullRuns: (branch, workflow) =>
      ask("looking for the pull request's runs", async () => {
        const wanted = { ...place, ...PAGE, workflow_id: workflow, branch, event: "pull_request" };
        const { data } = await rest.actions.listWorkflowRuns(wanted);
        return data.workflow_runs.map(runOf);
      }),
    scheduledRuns: (workflow) =>
      ask("looking for scheduled runs", async () => {
        const wanted = { ...place, ...PAGE, workflow_id: workflow, event: "schedule" };
        const { data } = await rest.actions.listWorkflowRuns(wanted);
        return data.workflow_runs.map(runOf);
      }),
    startFailedJobs: (run) =>
      ask(`starting the failed jobs of run ${run} again`, async () => {
        await rest.actions.reRunWorkflowFailedJobs({ ...place, run_id: run });
      }),
    artifactsOf: (run) =>
      ask("reading the artifacts of a run", async () => {
        const all = await paginate(rest.actions.listWorkflowRunArtifacts, { ...place, ...PAGE, run_id: run });
        return all.map(({ id, name, size_in_bytes, expired }) => ({
          ...{ id, name },
          bytes: size_in_bytes,
          isExpired: expired,
        }));
      }),
    downloadArtifact: (id) =>
      ask("downloading an artifact", async () => {
        const answer = await rest.actions.downloadArtifact({
          ...place,
          artifact_id: id,
          archive_format: "zip",
        });
        return new Uint8Array(answer.data as ArrayBuffer);
      }),
  };
}

type ApiRun = Awaited<ReturnType<Client["actions"]["listWorkflowRuns"]>>["data"]["workflow_runs"][number];

const runOf = (run: ApiRun): HostWorkflowRun => ({
  id: run.id,
  path: run.path,
  event: run.event,
  headCommit: run.head_sha,
  headBranch: run.head_branch ?? "",
  headRepository: run.head_repository?.full_name,
  isEnded: run.status === "completed",
  isSuccess: run.status === "completed" && run.conclusion === "success",
  isFailure: run.status === "completed" && run.conclusion === "failure",
});

function deployments(rest: Client, place: Place): Part<"openDeployment" | "setDeploymentStatus"> {
  return {
    openDeployment: ({ commit, environment, description }) =>
      ask("recording a deployment", async () => {
        const wanted = { ...place, ref: commit, environment, description };
        const { data } = await rest.repos.createDeployment({
          ...wanted,
          ...{ auto_merge: false, required_contexts: [] },
        });
        if (!("id" in data)) throw new Error(data.message ?? "no deployment was made");
        return data.id;
      }),
    setDeploymentStatus: (deployment, { state, description, url }) =>
      ask("recording how a deployment ended", async () => {
        await rest.repos.createDeploymentStatus({
          ...place,
          deployment_id: deployment,
          ...{ state, description },
          ...(url === undefined ? {} : { environment_url: url }),
        });
      }),
  };
}
