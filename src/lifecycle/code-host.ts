import { EXIT, type ExitCode } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";

/** A comment under a pull request or an issue. */
export interface HostComment {
  readonly id: number;
  readonly body: string;
  /** Whether a program wrote it: only then it may be ours. */
  readonly isByBot: boolean;
}

export type CheckConclusion = "success" | "failure" | "neutral" | "action_required";

/** A remark beside a line of a changed file. Lines and columns count from 1. */
export interface HostAnnotation {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
  readonly level: "notice" | "warning" | "failure";
  readonly title: string;
  readonly message: string;
}

export interface CheckRun {
  readonly name: string;
  readonly commit: string;
  readonly conclusion: CheckConclusion;
  readonly title: string;
  /** Markdown, at most 65,535 characters. */
  readonly summary: string;
  /** Any number; they are sent in as many requests as it takes. */
  readonly annotations: readonly HostAnnotation[];
}

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly isOpen: boolean;
  readonly isDraft: boolean;
  readonly headCommit: string;
  readonly headBranch: string;
  /** `owner/name` that the head is in; undefined where that repository is gone. */
  readonly headRepository: string | undefined;
  readonly baseBranch: string;
  /** What its base branch stood on; it holds nothing of the pull request. */
  readonly baseCommit: string;
  /** The login of who opened it; empty where that account is gone. */
  readonly author: string;
  readonly url: string;
}

export interface HostReview {
  /** A login; empty where that account is gone. */
  readonly author: string;
  readonly state: "approved" | "changes_requested" | "commented" | "dismissed" | "pending";
  readonly body: string;
  /** The head that was reviewed. */
  readonly commit: string;
}

export interface HostWorkflowRun {
  readonly id: number;
  /** The file of the workflow in its repository. */
  readonly path: string;
  readonly event: string;
  readonly headCommit: string;
  readonly headBranch: string;
  /** `owner/name` that its commit came from. */
  readonly headRepository: string | undefined;
  /** Whether it came to its end. */
  readonly isEnded: boolean;
  readonly isSuccess: boolean;
  /** It came to its end, and a job of it failed. */
  readonly isFailure: boolean;
}

export interface HostArtifact {
  readonly id: number;
  readonly name: string;
  readonly bytes: number;
  readonly isExpired: boolean;
}

export interface HostIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly isByBot: boolean;
  readonly url: string;
}

/** Branch protection as it was before rulesets. */
export interface OlderProtection {
  /** Whether it holds, and no ruleset besides that would show the same. */
  readonly isOn: boolean;
  /** Checks that a commit needs before it may be pushed. */
  readonly checks: readonly string[];
}

/**
 * The service that holds pull requests, checks, issues and artifacts of one repository. Every method throws `HostRefused`
 * where it says no or cannot be reached.
 */
export interface CodeHost {
  /** `owner/name`. */
  readonly repository: string;
  comments(issue: number): Promise<readonly HostComment[]>;
  addComment(issue: number, body: string): Promise<void>;
  editComment(id: number, body: string): Promise<void>;
  /** A new check run, completed. */
  addCheckRun(run: CheckRun): Promise<void>;
  pull(number: number): Promise<PullRequest>;
  /** Open pull requests from a branch of this repository. */
  pullsFrom(branch: string): Promise<readonly PullRequest[]>;
  /**
   * Branches that pull requests from a branch of this repository, open or not, are to be merged into; undefined where one of them was
   * turned to another branch since it was opened.
   */
  basesOf(branch: string): Promise<readonly string[] | undefined>;
  /** Pull requests that a commit was merged by, or is the head of. */
  pullsOf(commit: string): Promise<readonly PullRequest[]>;
  /** Paths that a pull request changes, old names of renamed files included. */
  pullFiles(number: number): Promise<readonly string[]>;
  /** Oldest first. */
  reviews(pull: number): Promise<readonly HostReview[]>;
  /** False too where the token may not look into the organization. */
  isInTeam(organization: string, team: string, login: string): Promise<boolean>;
  openPull(pull: {
    readonly title: string;
    readonly body: string;
    readonly branch: string;
    readonly base: string;
  }): Promise<PullRequest>;
  /** Types of the rules on a branch that this token does not pass by pushing, as GitHub names them: `pull_request`. */
  rulesAgainst(branch: string): Promise<readonly string[]>;
  /** What the older branch protection asks of whoever pushes to a branch, as far as it is shown without an administrator's right. */
  olderProtection(branch: string): Promise<OlderProtection>;
  assign(issue: number, logins: readonly string[]): Promise<void>;
  /** Runs of a commit, newest first; of one workflow's file where it is given. */
  runsOf(commit: string, workflow?: string): Promise<readonly HostWorkflowRun[]>;
  /**
   * The newest hundred runs of a workflow's file for pull requests from branches of that name, newest first. A fork may have a
   * branch of the same name.
   */
  pullRuns(branch: string, workflow: string): Promise<readonly HostWorkflowRun[]>;
  /**
   * Paths that a commit changed since the last one that it shares with another, old names of renamed files included; undefined where
   * they are too many for the host to list.
   */
  changesSince(base: string, commit: string): Promise<readonly string[] | undefined>;
  /** The newest hundred runs of a workflow's file that a schedule started, newest first. */
  scheduledRuns(workflow: string): Promise<readonly HostWorkflowRun[]>;
  /** Failed jobs of a run, and those that need them, once more. */
  startFailedJobs(run: number): Promise<void>;
  artifactsOf(run: number): Promise<readonly HostArtifact[]>;
  /** The ZIP file's bytes. */
  downloadArtifact(id: number): Promise<Uint8Array>;
  /** Open issues with a label. */
  issuesWith(label: string): Promise<readonly HostIssue[]>;
  openIssue(issue: {
    readonly title: string;
    readonly body: string;
    readonly labels: readonly string[];
  }): Promise<HostIssue>;
  closeIssue(number: number): Promise<void>;
  /** Tells the host that a commit is being put into an environment; returns the deployment's number. */
  openDeployment(deployment: {
    readonly commit: string;
    readonly environment: string;
    readonly description: string;
  }): Promise<number>;
  setDeploymentStatus(
    deployment: number,
    status: {
      readonly state: "in_progress" | "success" | "failure" | "error" | "inactive";
      /** At most 140 characters. */
      readonly description: string;
      readonly url?: string;
    },
  ): Promise<void>;
}

/** The host said no, or could not be reached. `status` is the answer's; undefined without an answer. */
export class HostRefused extends Failure {
  readonly status: number | undefined;

  constructor(
    message: string,
    about: {
      readonly status: number | undefined;
      readonly fix: string;
      readonly cause: unknown;
      readonly exit?: ExitCode;
    },
  ) {
    super(message, { exit: about.exit ?? EXIT.notStored, fix: about.fix, cause: about.cause });
    this.status = about.status;
  }
}
