import { EXIT, type ExitCode } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";

/** The port to the repository's own git. Paths are relative to the root. Every method throws `GitFailure` where git refuses. */
export interface Git {
  /** Full hash of HEAD; undefined outside git or before the first commit. */
  head(): Promise<string | undefined>;
  /** Branch that HEAD names; undefined when detached or outside git. */
  branch(): Promise<string | undefined>;
  isShallow(): Promise<boolean>;
  /** Changed, staged or untracked paths, without ignored ones. */
  dirtyPaths(): Promise<readonly string[]>;
  /** A merge, rebase or index lock that somebody has to finish first, in words; undefined when there is none. */
  unfinished(): Promise<string | undefined>;
  /** Commits exactly these paths, ignored ones too; other staged work stays as it is. Returns the new commit's hash. */
  commit(paths: readonly string[], message: string): Promise<string>;
  /** The commit whose message carries `Operation: <id>`, reachable from HEAD. */
  commitOf(operation: string): Promise<string | undefined>;
  /** An annotated tag. Success where it stands on that commit already; throws `GitConflict` where it stands elsewhere. */
  tag(name: string, message: string, commit: string): Promise<void>;
  /** Branch and tags in one atomic push, forwards only. Throws `GitConflict` where the remote has moved. */
  push(branch: string, tags: readonly string[]): Promise<void>;
  /** The actor to record: `Name <mail>`, or the name of the workflow's actor. */
  actor(): Promise<string>;
  /** Merge-base of a reference and HEAD; undefined where there is none (shallow clone). */
  mergeBase(reference: string): Promise<string | undefined>;
  /** Paths that differ between a commit and the working tree, untracked ones included. */
  changedSince(commit: string): Promise<readonly string[]>;
}

/** Git refused or is not there. `stderr` is what it said. */
export class GitFailure extends Failure {
  readonly stderr: string;

  constructor(message: string, stderr: string, exit: ExitCode = EXIT.notStored) {
    super(message, {
      exit,
      fix: "Put right what git says, then run the command again: it completes what was begun.",
    });
    this.stderr = stderr;
  }
}

/** A tag or branch stands elsewhere than the plan expected. */
export class GitConflict extends GitFailure {
  constructor(message: string, stderr: string) {
    super(message, stderr, EXIT.conflict);
  }
}
