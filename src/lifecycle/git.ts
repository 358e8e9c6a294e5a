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
  /** Paths whose staged content differs from HEAD. */
  stagedPaths(): Promise<readonly string[]>;
  /** A merge, rebase or index lock that somebody has to finish first, in words; undefined when there is none. */
  unfinished(): Promise<string | undefined>;
  /** Commits exactly these paths, ignored ones too; other staged work stays as it is. Returns the new commit's hash. */
  commit(paths: readonly string[], message: string): Promise<string>;
  /** The commit whose message carries `Operation: <id>`, reachable from HEAD. */
  commitOf(operation: string): Promise<string | undefined>;
  /** An annotated tag. Success where it stands on that commit already; throws `GitConflict` where it stands elsewhere. */
  tag(name: string, message: string, commit: string): Promise<void>;
  /**
   * Branch and tags in one atomic push, forwards only. Throws `RemoteMoved`, `GitConflict` for a tag that stands elsewhere
   * there, `RemoteRefused`, and `PushUncertain` where nobody knows what arrived.
   */
  push(branch: string, tags: readonly string[]): Promise<void>;
  /**
   * Takes back the newest commit, which was not published, and its tags: references and the index of these paths are as
   * before it, files stay as they are. False, and nothing happens, where HEAD is another commit by now.
   */
  takeBack(commit: string, paths: readonly string[], tags: readonly string[]): Promise<boolean>;
  /**
   * Brings the commits of origin's branch in by moving forwards. Lines that only this checkout has of a `.jsonl` log stay;
   * a changed registry gives way, since it is written anew. Throws `GitConflict` where that is not possible.
   */
  update(branch: string): Promise<void>;
  /** Puts lines of logs back that an `update` had put aside when it was killed; not before git itself has ended there. */
  restoreLogs(): Promise<void>;
  /** The actor to record: `Name <mail>`, or the name of the workflow's actor. */
  actor(): Promise<string>;
  /** Merge-base of a reference and HEAD; undefined where there is none (shallow clone). */
  mergeBase(reference: string): Promise<string | undefined>;
  /** Paths that differ between a commit and the working tree, untracked ones included. */
  changedSince(commit: string): Promise<readonly string[]>;
}

/** The part that makes a written plan known. */
export type PublishingGit = Pick<Git, "commit" | "tag" | "push" | "takeBack" | "update">;

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

/** Origin's branch has moved on, or is just moving: nothing of the push arrived, and planning again from there may help. */
export class RemoteMoved extends GitConflict {
  constructor(branch: string, stderr: string, said = "") {
    super(
      `origin's ${branch} ${said === "" ? "has moved on" : `could not be moved: ${said}`}; nothing was pushed`,
      stderr,
    );
  }
}

/** The remote looked at the push and said no: a protected branch or a hook. Nothing of it arrived. */
export class RemoteRefused extends GitFailure {}

/** The connection failed: the push may have arrived or not, and the commit stays here until that is known. */
export class PushUncertain extends GitFailure {}
