import type { GitPlan, WritePlan } from "../prompts/file-change.ts";

/** What a person wants git to do with what is written; tags and a push imply the commit. */
export interface GitWishes {
  readonly commit: boolean;
  readonly tag?: boolean;
  /** The branch of origin to push to. */
  readonly pushTo?: string;
}

/** The part of a plan that is git's, as far as it is wished for: nothing without a commit, and tags only where they are wanted. */
export function gitStep(
  { commit, tag = false, pushTo }: GitWishes,
  { tags = [], ...step }: Omit<GitPlan, "push" | "tags"> & Partial<Pick<GitPlan, "tags">>,
): Pick<WritePlan, "git"> {
  if (!commit) return {};
  return { git: { ...step, tags: tag ? tags : [], ...(pushTo === undefined ? {} : { push: pushTo }) } };
}
