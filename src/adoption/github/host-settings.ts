import type { Json } from "../../prompts/reading/json.ts";

/** `unseen`: this token may not look, so that nothing is known. */
export type Seen<T> = { readonly kind: "seen"; readonly value: T } | { readonly kind: "unseen" };

export interface HostEnvironment {
  readonly name: string;
  /** As GitHub's interface lists them, to be sent back unchanged. */
  readonly reviewers: readonly { readonly type: string; readonly id: number }[];
  readonly waitMinutes: number;
  readonly preventsSelfReview: boolean;
  /** Which branches may use it: `all`, those that are protected, or named ones. */
  readonly branches: "all" | "protected" | readonly string[];
  readonly secrets: Seen<readonly string[]>;
  readonly variables: Seen<readonly string[]>;
}

/** A rule that holds on the main branch, from whatever ruleset. */
export interface BranchRule {
  readonly type: string;
  readonly parameters: Json;
}

/** How a repository is set up on GitHub, as far as prompts depend on it. */
export interface HostSettings {
  /** `owner/name`. */
  readonly repository: string;
  readonly repositoryId: number;
  readonly ownerId: number;
  readonly isOrganization: boolean;
  readonly createdAt: string;
  readonly defaultBranch: string;
  readonly environments: Seen<readonly HostEnvironment[]>;
  readonly rules: readonly BranchRule[];
  /** Checks that the older branch protection requires. */
  readonly protectedChecks: readonly string[];
  readonly actions: Seen<{ readonly enabled: boolean; readonly allowed: string }>;
  readonly token: Seen<{ readonly isReadOnly: boolean; readonly mayOpenPulls: boolean }>;
  readonly variables: Seen<readonly string[]>;
  readonly secrets: Seen<readonly string[]>;
  readonly labels: readonly string[];
  /** What GitHub finds wrong in CODEOWNERS, for people. */
  readonly codeownersFaults: readonly string[];
  /** Claims that an own template of the subject is made of; undefined where GitHub's default holds. */
  readonly subjectClaims: Seen<readonly string[] | undefined>;
}
