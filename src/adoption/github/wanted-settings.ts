import type { PipelineConfig } from "../../prompts/config.ts";

/** An environment of GitHub that a workflow's job names. */
export interface WantedEnvironment {
  readonly name: string;
  /** What stands there, for people. */
  readonly use: string;
  /** Somebody has to agree before a job starts. */
  readonly needsReviewers: boolean;
  /** Only the main branch may use it; pull requests run in the others. */
  readonly isMainOnly: boolean;
  /** The variable with the AWS role that its jobs assume. */
  readonly roleVariable?: string;
  /**
   * What that variable holds where one serves many: {0} stands for SERVICE-ENVIRONMENT and {1} for the AWS account, with the names
   * that infra/prompt-service.yaml gives.
   */
  readonly rolePattern?: string;
  /** The variable with the base image, by its digest, of the images that its jobs make. */
  readonly baseImageVariable?: string;
}

export interface WantedSettings {
  readonly mainBranch: string;
  /** The check that a merge requires; undefined where no workflow here runs it. */
  readonly requiredCheck: string | undefined;
  readonly environments: readonly WantedEnvironment[];
  /** Repository variables with the value, where it is known. */
  readonly variables: readonly { readonly name: string; readonly value?: string }[];
  /** Secrets with models' keys. */
  readonly keys: readonly string[];
  readonly labels: readonly { readonly name: string; readonly description: string }[];
  /** Of the app that promotes; undefined where nobody named it. */
  readonly appId: number | undefined;
  readonly reviewers: readonly { readonly type: "User" | "Team"; readonly id: number }[];
}

export interface SetupWish {
  readonly config: PipelineConfig;
  /** Environment variables with the keys of the models that tasks use. */
  readonly keys: readonly string[];
  /** Whether the workflow with the check is the repository's own, calls another repository's, or is not there. */
  readonly check: "own" | "called" | "none";
  readonly appId: number | undefined;
  readonly reviewers: WantedSettings["reviewers"];
}

const REQUIRED_CHECKS = { own: "ok", called: "prompts / ok", none: undefined } as const;

/** What the workflows of this version expect to find on GitHub. */
export function wantedSettings({ config, keys, check, appId, reviewers }: SetupWish): WantedSettings {
  const usesAws = config.services.some(({ environments }) =>
    environments.some(({ target }) => target === "ecs"),
  );
  return {
    mainBranch: config.main_branch,
    requiredCheck: REQUIRED_CHECKS[check],
    environments: [...ownEnvironments(usesAws), ...deployedEnvironments(config)],
    variables: [{ name: "PROMOTION_APP_ID", ...(appId === undefined ? {} : { value: String(appId) }) }],
    keys,
    labels: [
      { name: "drift", description: "What is in production is no longer what it was" },
      { name: "inconclusive", description: "A promotion that could not be decided" },
    ],
    appId,
    reviewers,
  };
}

function ownEnvironments(usesAws: boolean): readonly WantedEnvironment[] {
  const main = { needsReviewers: false, isMainOnly: true };
  const role = (roleVariable: string) => (usesAws ? { roleVariable } : {});
  const roles = (roleVariable: string, kind: string) =>
    usesAws ? { roleVariable, rolePattern: `arn:aws:iam::{1}:role/{0}-${kind}` } : {};
  return [
    { name: "evaluation", use: "evaluates pull requests", needsReviewers: false, isMainOnly: false },
    { name: "promotion", use: "promotes", ...main },
    ...(usesAws
      ? [
          {
            name: "release",
            use: "makes images",
            ...main,
            ...role("AWS_RELEASE_ROLE"),
            baseImageVariable: "NODE_IMAGE",
          },
        ]
      : []),
    {
      name: "rollback",
      use: "rolls back, waiting for nobody",
      ...main,
      ...roles("AWS_ROLLBACK_ROLE", "rollback"),
    },
    {
      name: "observe",
      use: "looks at night, and changes nothing",
      ...main,
      ...roles("AWS_OBSERVE_ROLE", "observe"),
    },
    { name: "override", use: "decides without an evaluation", needsReviewers: true, isMainOnly: true },
    { name: "drift", use: "evaluates what is in production", ...main },
  ];
}

/** The first environment of a service deploys by itself; each further one is a decision. */
const deployedEnvironments = ({ services }: PipelineConfig): readonly WantedEnvironment[] =>
  services.flatMap(({ name, environments }) =>
    environments.map((one) => ({
      name: `${name}-${one.name}`,
      use: `deploys ${name} to ${one.name}`,
      needsReviewers: one.after !== undefined,
      isMainOnly: true,
      ...(one.target === "ecs" ? { roleVariable: "AWS_DEPLOY_ROLE" } : {}),
    })),
  );
