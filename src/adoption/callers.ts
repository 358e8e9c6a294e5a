/** A workflow of an adopting repository that calls one of ours and does nothing else. */
export interface Caller {
  /** The file that is called, without `.yml`. */
  readonly workflow: string;
  /** One sentence for people. */
  readonly about: string;
  /** Lines below `on:`, but for the form that `inputs` make; `MAIN` is the main branch. */
  readonly events: readonly string[];
  /** What a person fills in to start it by hand, by name. All go on to the called workflow. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** What the called workflow's jobs may do, all of them together. */
  readonly permissions: Readonly<Record<string, "read" | "write">>;
  readonly secrets: readonly string[];
}

const PUSH = "PIPELINE_PUSH_TOKEN";
const APP_KEY = "PROMOTION_APP_KEY";
const ALERTS = ["ALERT_WEBHOOK_URL", "ALERT_WEBHOOK_SECRET"];
const KEY = "OPENAI_API_KEY";

const DEPLOYING = {
  contents: "write",
  deployments: "write",
  "id-token": "write",
  issues: "write",
  "pull-requests": "write",
} as const;

const text = (description: string): string => `{ description: ${JSON.stringify(description)}, type: string }`;
const needed = (description: string): string =>
  `{ description: ${JSON.stringify(description)}, type: string, required: true }`;

/** In the order of a change's way to production, then what people start. */
export const CALLERS: readonly Caller[] = [
  {
    workflow: "check",
    about:
      "Every pull request is validated, and what it changes evaluated. Require `prompts / ok` before merging.",
    events: ["pull_request:", "  types: [opened, synchronize, reopened, ready_for_review]", "merge_group:"],
    permissions: { actions: "read", contents: "read", checks: "write", "pull-requests": "write" },
    secrets: [KEY],
  },
  {
    workflow: "fork-check",
    about: "A maintainer has a fork's commit evaluated: main's code, only data files of that commit.",
    events: [],
    inputs: { commit: needed("The commit that was read, all 40 digits") },
    permissions: { checks: "write", contents: "read" },
    secrets: [KEY],
  },
  {
    workflow: "accept",
    about: "An owner's review with the line `accept TASK: reason` lets the check look again.",
    events: ["pull_request_review:", "  types: [submitted]"],
    permissions: { actions: "write", contents: "read", "pull-requests": "read" },
    secrets: [],
  },
  {
    workflow: "promote",
    about:
      "What was merged and passed goes to production and is deployed; what was unclear is tried again, three times.",
    events: ["push:", "  branches: [MAIN]", "schedule:", '  - cron: "41 * * * *"', "workflow_dispatch:"],
    permissions: { ...DEPLOYING, actions: "read", attestations: "write" },
    secrets: [...ALERTS, PUSH, APP_KEY, KEY],
  },
  {
    workflow: "release",
    about: "Makes and deploys again what is in production, by hand.",
    events: ["workflow_dispatch:"],
    permissions: { ...DEPLOYING, attestations: "write" },
    secrets: [...ALERTS, PUSH, APP_KEY, KEY],
  },
  {
    workflow: "deploy",
    about: "Deploys what is in production, by hand, without a new image.",
    events: [],
    inputs: {
      service: text("Only this service"),
      environment: text("Only this environment"),
      restart: "{ description: New processes of the same release, type: boolean }",
    },
    permissions: DEPLOYING,
    secrets: [...ALERTS, PUSH, APP_KEY, KEY],
  },
  {
    workflow: "rollback",
    about: "A verified release, or one task of it, back. It waits for nobody.",
    events: [],
    inputs: {
      service: needed("The service"),
      environment: needed("The environment"),
      task: text("Only this task"),
      to: text("A version with a task, else a release's number"),
      reason: needed("Why"),
    },
    permissions: DEPLOYING,
    secrets: [...ALERTS, PUSH, APP_KEY],
  },
  {
    workflow: "drift",
    about: "Every night a seventh of the tasks is evaluated again as it is in production.",
    events: ["schedule:", '  - cron: "23 2 * * *"'],
    inputs: {
      task: text("Only this task, whatever its turn"),
      "max-cost": text("The most that it may spend, in US dollars; 2 where it is left empty"),
    },
    permissions: { contents: "write", issues: "write" },
    secrets: [...ALERTS, PUSH, APP_KEY, KEY],
  },
  {
    workflow: "reconcile",
    about: "Every night: do git, registry, images and what runs still agree?",
    events: ["schedule:", '  - cron: "53 3 * * *"', "workflow_dispatch:"],
    permissions: { contents: "read", "id-token": "write" },
    secrets: [],
  },
  {
    workflow: "override",
    about: "What people decide against, or without, an evaluation. Each decision is recorded for good.",
    events: [],
    inputs: {
      action:
        "{ description: What to do, type: choice, required: true, options: [promote, downgrade, archive, rollback, freeze] }",
      task: text("The task (not for freeze)"),
      version: text("The version to go back to or to retire"),
      service: text("The service (rollback and freeze)"),
      environment: text("The environment (rollback and freeze)"),
      until: text("When a freeze ends, as 2026-12-31T08:00Z"),
      reason: needed("Why, in a sentence"),
    },
    permissions: { ...DEPLOYING, attestations: "write" },
    secrets: [...ALERTS, PUSH, APP_KEY, KEY],
  },
];
