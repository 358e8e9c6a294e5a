/** What a job of the project's own workflows may, where it stands and what it waits for. A missing entry is none. */
export interface DecidedJob {
  /** `scope: access`, sorted, separated by commas. */
  readonly rights: string;
  readonly environment?: string;
  readonly group?: string;
  /** What it checks out: the newest state of "main", or the commit that the "event" is about. */
  readonly tree?: string;
}

const READ = "contents: read";
const COMMIT = "contents: write";
const RELEASING =
  "attestations: write, contents: write, deployments: write, id-token: write, issues: write, pull-requests: write";
const DEPLOYING = "contents: write, deployments: write, id-token: write, issues: write";

/** Every job there is. A change here is a change of who may do what: it is made on purpose, or not at all. */
export const JOB_TABLE: Readonly<Record<string, Readonly<Record<string, DecidedJob>>>> = {
  "accept.yml": {
    recheck: { rights: "actions: write, contents: read, pull-requests: read", tree: "main" },
  },
  "check.yml": {
    plan: { rights: "actions: read, contents: read, pull-requests: read", tree: "event" },
    shard: { rights: READ, environment: "evaluation", tree: "event" },
    judge: {
      rights: "actions: read, checks: write, contents: read, pull-requests: write",
      environment: "evaluation",
      tree: "event",
    },
    ok: { rights: "" },
  },
  "ci.yml": {
    checks: { rights: READ, tree: "event" },
    workflows: { rights: READ, tree: "event" },
    "code-ok": { rights: "" },
  },
  "deploy.yml": {
    plan: { rights: READ, tree: "main" },
    deploy: {
      rights: DEPLOYING,
      environment: `\${{ matrix.name }}`,
      group: `deploy-\${{ matrix.name }}`,
      tree: "main",
    },
    rollback: { rights: `${DEPLOYING}, pull-requests: write` },
  },
  "drift.yml": {
    drift: { rights: "contents: write, issues: write", environment: "drift", group: "drift", tree: "main" },
  },
  "fork-check.yml": {
    evaluate: { rights: "checks: write, contents: read", environment: "evaluation", tree: "main" },
  },
  "override.yml": {
    promote: {
      rights: "contents: write, issues: write, pull-requests: write",
      environment: "override",
      tree: "main",
    },
    downgrade: { rights: "contents: write, issues: write", environment: "override", tree: "main" },
    archive: { rights: COMMIT, environment: "override", tree: "main" },
    freeze: { rights: COMMIT, environment: "rollback", tree: "main" },
    rollback: { rights: `${DEPLOYING}, pull-requests: write` },
    release: { rights: RELEASING },
  },
  "promote.yml": {
    promote: {
      rights: "actions: read, contents: write, issues: write, pull-requests: read",
      environment: "promotion",
      group: "promote",
      tree: "main",
    },
    release: { rights: RELEASING },
  },
  "reconcile.yml": {
    plan: { rights: READ, tree: "main" },
    reconcile: { rights: "contents: read, id-token: write", environment: "observe", tree: "main" },
  },
  "release.yml": {
    plan: { rights: READ, tree: "main" },
    image: {
      rights: "attestations: write, contents: read, id-token: write",
      environment: "release",
      group: `image-\${{ matrix.service }}`,
      tree: "main",
    },
    deploy: { rights: `${DEPLOYING}, pull-requests: write` },
  },
  "rollback.yml": {
    rollback: { rights: DEPLOYING, environment: "rollback", tree: "main" },
    restore: {
      rights: "contents: write, issues: write, pull-requests: write",
      environment: "rollback",
      tree: "main",
    },
  },
};
