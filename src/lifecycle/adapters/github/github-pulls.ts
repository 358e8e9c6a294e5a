import type { CodeHost, PullRequest } from "../../code-host.ts";
import { ask, type Octokit, PAGE, type Place } from "./github-requests.ts";

/** It lists no more, and does not say that it left some out: https://docs.github.com/en/rest/commits/commits#compare-two-commits */
const FILES_OF_A_COMPARISON = 300;
/** By a person, or by GitHub where the base is gone: https://docs.github.com/en/rest/using-the-rest-api/issue-event-types#base_ref_changed */
const TURNED = ["base_ref_changed", "automatic_base_change_succeeded"];

/** Pull requests, what they are offered to, and what they and their commits change. */
export function githubPulls(
  { rest, paginate }: Octokit,
  place: Place,
): Pick<CodeHost, "pull" | "pullsFrom" | "basesOf" | "pullsOf" | "pullFiles" | "changesSince" | "openPull"> {
  return {
    pull: (number) =>
      ask(`reading pull request ${number}`, async () => {
        const { data } = await rest.pulls.get({ ...place, pull_number: number });
        return pullOf(data);
      }),
    pullsFrom: (branch) =>
      ask(`looking for a pull request from ${branch}`, async () => {
        const { data } = await rest.pulls.list({ ...place, head: `${place.owner}:${branch}`, state: "open" });
        return data.map(pullOf);
      }),
    basesOf: (branch) =>
      ask(`looking for what ${branch} was offered to`, async () => {
        const wanted = { ...place, ...PAGE, head: `${place.owner}:${branch}`, state: "all" as const };
        const all = await paginate(rest.pulls.list, wanted);
        for (const { number } of all) {
          const events = await paginate(rest.issues.listEvents, { ...place, ...PAGE, issue_number: number });
          if (events.some(({ event }) => TURNED.includes(event))) return undefined;
        }
        return all.map(({ base }) => base.ref);
      }),
    pullsOf: (commit) =>
      ask("looking for the commit's pull requests", async () => {
        const wanted = { ...place, ...PAGE, commit_sha: commit };
        const all = await paginate(rest.repos.listPullRequestsAssociatedWithCommit, wanted);
        return all.map(pullOf);
      }),
    pullFiles: (number) =>
      ask(`reading the files of pull request ${number}`, async () => {
        const all = await paginate(rest.pulls.listFiles, { ...place, ...PAGE, pull_number: number });
        return all.flatMap(pathsOf);
      }),
    changesSince: (base, commit) =>
      ask(`comparing ${commit.slice(0, 12)} with its base`, async () => {
        const basehead = `${base}...${commit}`;
        const { data } = await rest.repos.compareCommitsWithBasehead({ ...place, basehead });
        const { files = [] } = data;
        return files.length < FILES_OF_A_COMPARISON ? files.flatMap(pathsOf) : undefined;
      }),
    openPull: ({ title, body, branch, base }) =>
      ask("opening a pull request", async () => {
        const { data } = await rest.pulls.create({ ...place, title, body, head: branch, base });
        return pullOf(data);
      }),
  };
}

interface ApiFile {
  readonly filename: string;
  readonly previous_filename?: string | undefined;
}

const pathsOf = ({ filename, previous_filename }: ApiFile): readonly string[] =>
  previous_filename === undefined ? [filename] : [filename, previous_filename];

interface ApiPull {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly draft?: boolean | undefined;
  readonly head: {
    readonly ref: string;
    readonly sha: string;
    readonly repo?: { readonly full_name: string } | null;
  };
  readonly base: { readonly ref: string; readonly sha: string };
  readonly user: { readonly login: string } | null;
  readonly html_url: string;
}

const pullOf = ({ number, title, state, draft, head, base, user, html_url }: ApiPull): PullRequest => ({
  number,
  title,
  isOpen: state === "open",
  isDraft: draft ?? false,
  headCommit: head.sha,
  headBranch: head.ref,
  headRepository: head.repo?.full_name,
  baseBranch: base.ref,
  baseCommit: base.sha,
  author: user?.login ?? "",
  url: html_url,
});
