import type { Json, JsonObject } from "../../../src/prompts/reading/json.ts";

export type Texts = Readonly<Record<string, string>>;
export type Permissions = Readonly<Record<string, string>>;

/** What an environment's page on GitHub holds. */
export interface SiteEnvironment {
  readonly secrets?: Texts;
  readonly variables?: Texts;
}

/** GitHub as a run sees it. */
export interface Site {
  /** `owner/name`. */
  readonly repository: string;
  readonly serverUrl: string;
  readonly apiUrl: string;
  /** A file of a commit; undefined where there is none. */
  readFile(commit: string, path: string): string | undefined;
  /** The same for a repository beside it, at a commit, a tag or a branch. Absent where there is no other. */
  readForeignFile?(repository: string, ref: string, path: string): string | undefined;
  /** The token of one job, good for what its permissions say. */
  token(permissions: Permissions): string;
  /** The same for the app that is installed here; absent where there is none. */
  appToken?(permissions: Permissions): string;
  readonly secrets?: Texts;
  readonly variables?: Texts;
  readonly environments?: Readonly<Record<string, SiteEnvironment>>;
  /** Absent where no deployment leaves this machine. */
  readonly cloud?: Cloud;
  /** What stands in for `uses`, by name without the commit. */
  readonly actions: Readonly<Record<string, LocalAction>>;
  /** An empty folder; workspaces, artifacts and temporary files are made in it. */
  readonly folder: string;
  /** Environments whose jobs share a machine that stays, as a team's own runner does; all others start on an empty one. */
  readonly stays?: (environment: string) => boolean;
  /** Variables of the machine: a path, a home folder. */
  readonly machine: Texts;
  /** Where the run's log goes, a line at a time. */
  tell(line: string): void;
}

/** The cloud that roles lead to and that images are pushed into. */
export interface Cloud {
  /** Variables by which commands find it. */
  readonly environment: Texts;
  /** Variables by which a machine finds its `docker`. */
  readonly docker: Texts;
}

/** What started a run. */
export interface Trigger {
  /** `.github/workflows/<name>.yml`. */
  readonly workflow: string;
  readonly event: string;
  readonly payload?: JsonObject;
  readonly commit: string;
  readonly ref: string;
  readonly headRef?: string;
  readonly baseRef?: string;
  readonly actor?: string;
  /** Of `workflow_dispatch`. */
  readonly inputs?: Readonly<Record<string, Json>>;
  readonly runId?: number;
  readonly attempt?: number;
  /** From a fork: a token that only reads, and no secrets. */
  readonly isFork?: boolean;
}

/** What a `uses` step gets. */
export interface ActionCall {
  readonly inputs: Texts;
  readonly site: Site;
  readonly trigger: Trigger;
  readonly github: JsonObject;
  readonly workspace: string;
  readonly temporary: string;
  /** The step's variables. */
  readonly environment: Texts;
  say(line: string): void;
}

export interface ActionEnd {
  readonly outputs?: Texts;
  /** Variables for later steps. */
  readonly environment?: Texts;
}

/** Stands in for one published action, and does what it does where that is possible here. Throwing fails the step. */
export type LocalAction = (call: ActionCall) => Promise<ActionEnd>;

export type Result = "success" | "failure" | "cancelled" | "skipped";

export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly properties: Texts;
  readonly message: string;
}

export interface StepRun {
  readonly name: string;
  /** Before `continue-on-error`. */
  readonly outcome: Result;
  readonly conclusion: Result;
  readonly outputs: Texts;
  /** Standard output and error as they came, secrets masked. */
  readonly log: string;
  readonly annotations: readonly Annotation[];
}

export interface ConcurrencyGroup {
  readonly name: string;
  readonly queue: string;
  readonly cancels: boolean;
}

export interface JobRun {
  readonly id: string;
  /** With the matrix's values, as GitHub shows it. */
  readonly name: string;
  readonly result: Result;
  readonly outputs: Texts;
  readonly steps: readonly StepRun[];
  readonly environment?: string;
  /** Where the environment can be seen, as the job says at its end. */
  readonly environmentUrl?: string;
  readonly permissions: Permissions;
  /** Its concurrency group and those of the workflows that it is in. */
  readonly groups: readonly ConcurrencyGroup[];
  /** What it wrote into its step summaries. */
  readonly summary: string;
}

export interface WorkflowRun {
  readonly workflow: string;
  readonly runId: number;
  readonly attempt: number;
  readonly result: Result;
  /** Every job, those of called workflows included as `caller / job`. */
  readonly jobs: readonly JobRun[];
  readonly outputs: Texts;
}
