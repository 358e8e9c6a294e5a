/** The branch that holds what commands have to agree on while they run; nobody works on it, and main does not grow by it. */
export const STATE_BRANCH = "pipeline-state";

/** Small texts on a branch of their own, by name. A change happens only on top of what it saw: compare and swap. */
export interface StateBranch {
  /** The newest text. Throws `GitFailure` where origin cannot be reached. */
  read(name: string): Promise<string | undefined>;
  /**
   * Stores what `change` makes of the newest text, and asks it again where somebody else was faster; undefined leaves it as
   * it is. Gives what is stored then. What `change` throws is thrown. Throws `GitFailure` where it cannot be stored.
   */
  change(name: string, change: (text: string | undefined) => string | undefined): Promise<string | undefined>;
}
