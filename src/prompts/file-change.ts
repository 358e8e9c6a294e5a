/** One file of a planned write. `before` guards against a tree that changed since the plan was made. */
export interface FileChange {
  readonly path: string;
  /** SHA-256 of the bytes that the plan saw, or null where no file was. */
  readonly before: string | null;
  /** The new bytes as text, or null to remove the file. */
  readonly after: string | null;
}

/** What git does with a written plan. Every step is idempotent: the operation's trailer in the commit is looked for first. */
export interface GitPlan {
  readonly message: string;
  /** Files that are written already and belong into the same commit, for example the cited run. */
  readonly alsoCommit?: readonly string[];
  readonly tags: readonly { readonly name: string; readonly message: string }[];
  /** The branch of origin to push to. */
  readonly push?: string;
}

/** A set of file changes that happens whole or not at all, even over a kill: written ahead to a journal first. */
export interface WritePlan {
  readonly operation: string;
  /** For people: what this does, in one line, as in "promoting x 1.0.0". */
  readonly summary: string;
  readonly changes: readonly FileChange[];
  readonly git?: GitPlan;
}
