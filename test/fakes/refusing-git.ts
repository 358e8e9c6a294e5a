import { type PublishingGit, RemoteMoved } from "../../src/lifecycle/git.ts";

export interface RefusingGit extends PublishingGit {
  /** What was asked of it, in order. */
  readonly asked: readonly string[];
}

/** A git of which origin moves on under the first pushes. */
export function aRefusingGit(refusals: number): RefusingGit {
  const asked: string[] = [];
  let left = refusals;
  const note = (what: string): void => {
    asked.push(what);
  };
  return {
    asked,
    commit: async () => {
      note("commit");
      return "c".repeat(40);
    },
    push: async (branch) => {
      note("push");
      left -= 1;
      if (left >= 0) throw new RemoteMoved(branch, "");
    },
    takeBack: async () => {
      note("take back");
      return true;
    },
    update: async () => note("update"),
    tag: async () => undefined,
  };
}
