import type { JsonObject } from "../../../src/prompts/reading/json.ts";
import { type FakeSettings, newSettings } from "./settings-state.ts";

export interface FakeComment {
  readonly id: number;
  readonly issue: number;
  body: string;
  readonly login: string;
  /** How often it was edited. */
  edits: number;
}

export interface FakeIssue {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  labels: readonly string[];
  assignees: readonly string[];
  readonly login: string;
}

export interface FakeReview {
  readonly pull: number;
  readonly login: string;
  state: string;
  readonly body: string;
  readonly commit: string;
}

export interface FakePull {
  readonly number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  draft: boolean;
  head: { ref: string; sha: string; repository: string };
  base: { ref: string; sha: string };
  /** Whether it had another base before. */
  turned?: boolean;
  /** Where it was merged: the commit on the base branch. */
  merged?: string;
  files: readonly string[];
  readonly login: string;
}

export interface FakeAnnotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number;
  readonly annotation_level: string;
  readonly message: string;
  readonly title?: string;
}

export interface FakeCheckRun {
  readonly id: number;
  readonly name: string;
  readonly head_sha: string;
  readonly external_id: string;
  status: string;
  conclusion: string | null;
  title: string;
  summary: string;
  text: string;
  annotations: FakeAnnotation[];
}

export interface FakeDeployment {
  readonly id: number;
  readonly ref: string;
  readonly environment: string;
  readonly payload: JsonObject;
  readonly statuses: {
    readonly state: string;
    readonly environment_url: string;
    readonly description: string;
  }[];
}

export interface FakeWorkflowRun {
  readonly id: number;
  /** `.github/workflows/<name>.yml`. */
  readonly path: string;
  readonly event: string;
  readonly head_sha: string;
  readonly head_branch: string;
  /** `owner/name` that the commit came from. */
  readonly head_repository: string;
  status: string;
  conclusion: string | null;
  run_attempt: number;
  readonly pull_requests: readonly number[];
}

export interface FakeArtifact {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly zip: Uint8Array;
  expired: boolean;
}

export interface FakeDispatch {
  /** The workflow's file name, or the type of a repository's event. */
  readonly target: string;
  readonly ref: string;
  readonly inputs: JsonObject;
}

export interface FakeRelease {
  readonly id: number;
  readonly tag: string;
  readonly title: string;
  readonly body: string;
}

/** What the repository holds. Tests read it and put things into it. */
export interface GithubState {
  readonly comments: FakeComment[];
  readonly issues: FakeIssue[];
  readonly pulls: FakePull[];
  /** Oldest first. */
  readonly reviews: FakeReview[];
  /** Members of `organization/team`. */
  readonly teams: Map<string, readonly string[]>;
  /** Runs whose failed jobs somebody started again. */
  readonly startedAgain: number[];
  readonly checkRuns: FakeCheckRun[];
  readonly deployments: FakeDeployment[];
  readonly releases: FakeRelease[];
  readonly runs: FakeWorkflowRun[];
  readonly artifacts: FakeArtifact[];
  readonly dispatches: FakeDispatch[];
  /** Full names (`refs/heads/main`) with their commits. */
  readonly refs: Map<string, string>;
  /** Paths that a commit changed since the last one that it shares with another. */
  compare(base: string, commit: string): readonly string[];
  readonly settings: FakeSettings;
  /** Numbers grow over everything, as ids on GitHub do. */
  nextId(): number;
}

export function emptyState(): GithubState {
  let last = 0;
  return {
    ...{ comments: [], issues: [], pulls: [], checkRuns: [], deployments: [], runs: [], artifacts: [] },
    ...{ dispatches: [], reviews: [], startedAgain: [], releases: [], teams: new Map() },
    refs: new Map(),
    compare: () => [],
    settings: newSettings(),
    nextId: () => {
      last += 1;
      return last;
    },
  };
}
