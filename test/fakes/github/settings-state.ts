import type { JsonObject } from "../../../src/prompts/reading/json.ts";

export interface FakeEnvironment {
  readonly waitTimer: number;
  readonly preventsSelfReview: boolean;
  readonly reviewers: readonly JsonObject[];
  readonly policy: "all" | "protected" | "custom";
  readonly branches: string[];
  readonly secrets: string[];
  readonly variables: string[];
}

export interface FakeProtection {
  readonly checks: readonly string[];
  readonly level: "non_admins" | "everyone";
  /** Whether a pull request is asked for, which a branch itself does not show. */
  readonly asksReviews: boolean;
}

/** How the repository is set up; a new one as GitHub makes it. */
export interface FakeSettings {
  /** What the repository says of itself beside its name and default branch. */
  about: JsonObject;
  readonly environments: Map<string, FakeEnvironment>;
  readonly rulesets: JsonObject[];
  /** The older protection of main; undefined where there is none. */
  olderProtection: FakeProtection | undefined;
  actions: JsonObject;
  token: JsonObject;
  readonly variables: string[];
  readonly secrets: string[];
  readonly labels: string[];
  readonly codeownersErrors: JsonObject[];
}

export const newSettings = (): FakeSettings => ({
  about: {
    id: 4711,
    created_at: "2024-02-03T10:00:00Z",
    owner: { id: 42, type: "Organization", login: "acme" },
  },
  environments: new Map(),
  rulesets: [],
  olderProtection: undefined,
  actions: { enabled: true, allowed_actions: "all" },
  token: { default_workflow_permissions: "write", can_approve_pull_request_reviews: false },
  variables: [],
  secrets: [],
  labels: ["bug"],
  codeownersErrors: [],
});
