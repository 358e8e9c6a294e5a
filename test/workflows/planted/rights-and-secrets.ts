import type { PlantedViolation } from "./planted-violation.ts";

const INSTALL = "        run: npm ci --ignore-scripts\n";
const MAIN = `ref: \${{ github.event.repository.default_branch || 'main' }}`;

/** Who may what. */
export const RIGHTS: readonly PlantedViolation[] = [
  ["the top may read all", "check.yml", "\npermissions: {}\n", "\npermissions: read-all\n"],
  ["the top says nothing", "deploy.yml", "\npermissions: {}\n", "\n"],
  ["a job says nothing", "check.yml#ok", "    permissions: {}\n", ""],
  [
    "a job may all",
    "reconcile.yml#plan",
    "    permissions:\n      contents: read\n",
    "    permissions: write-all\n",
  ],
  [
    "a cloud token that nobody uses",
    "check.yml#judge",
    "checks: write",
    "checks: write\n      id-token: write",
  ],
  [
    "a cloud token for a promotion",
    "promote.yml#promote",
    "actions: read",
    "actions: read\n      id-token: write",
  ],
  ["a judge that may commit", "check.yml#judge", "contents: read", "contents: write"],
  ["who only looks may commit", "reconcile.yml#reconcile", "contents: read", "contents: write"],
  ["a judge that may start runs", "check.yml#judge", "actions: read", "actions: write"],
  [
    "a caller with a right too many",
    "promote.yml#release",
    "issues: write",
    "issues: write\n      packages: write",
  ],
];

/** Where secrets and what is cached may be. */
export const SECRETS: readonly PlantedViolation[] = [
  [
    "a secret for a whole workflow",
    "ci.yml",
    "\ndefaults:",
    `\nenv:\n  K: \${{ secrets.OPENAI_API_KEY }}\n\ndefaults:`,
  ],
  [
    "all secrets at once",
    "ci.yml#checks",
    INSTALL,
    `        env: { K: "\${{ toJSON(secrets) }}" }\n${INSTALL}`,
  ],
  [
    "a secret by a computed name",
    "deploy.yml#deploy",
    `\${{ secrets.OPENAI_API_KEY }}`,
    `\${{ secrets[matrix.name] }}`,
  ],
  [
    "all secrets passed on",
    "deploy.yml#rollback",
    `    secrets:\n      ALERT_WEBHOOK_URL: \${{ secrets.ALERT_WEBHOOK_URL }}\n      ALERT_WEBHOOK_SECRET: \${{ secrets.ALERT_WEBHOOK_SECRET }}\n      PIPELINE_PUSH_TOKEN: \${{ secrets.PIPELINE_PUSH_TOKEN }}\n      PROMOTION_APP_KEY: \${{ secrets.PROMOTION_APP_KEY }}\n`,
    "    secrets: inherit\n",
  ],
  [
    "a key that stops halfway to the deployment that needs it",
    "override.yml#release",
    `      OPENAI_API_KEY: \${{ secrets.OPENAI_API_KEY }}\n`,
    "",
  ],
  [
    "a model's key for a rollback",
    "rollback.yml#rollback",
    "    environment: rollback\n",
    `    environment: rollback\n    env: { OPENAI_API_KEY: "\${{ secrets.OPENAI_API_KEY }}" }\n`,
  ],
  [
    "a model's key for a step of a rollback",
    "rollback.yml#restore",
    `          TASK: \${{ inputs.task }}\n`,
    `          TASK: \${{ inputs.task }}\n          OPENAI_API_KEY: \${{ secrets.OPENAI_API_KEY }}\n`,
  ],
  ["a token that stays", "check.yml#plan", "persist-credentials: false", "persist-credentials: true"],
  ["a token that stays, unsaid", "promote.yml#promote", "          persist-credentials: false\n", ""],
  [
    "the key that pushes, in every step's reach",
    "promote.yml#promote",
    "          persist-credentials: false\n",
    `          persist-credentials: false\n          token: \${{ secrets.PIPELINE_PUSH_TOKEN }}\n`,
  ],
  ["an app's token without a limit", "promote.yml#promote", "          permission-contents: write\n", ""],
  [
    "an app's token that may more than its job",
    "override.yml#promote",
    "          permission-contents: write\n",
    "          permission-contents: write\n          permission-administration: write\n",
  ],
  [
    "a cache beside the right to push",
    "promote.yml#promote",
    "          package-manager-cache: false\n",
    "          cache: npm\n",
  ],
  ["a cache that is there unasked", "deploy.yml#deploy", "          package-manager-cache: false\n", ""],
  [
    "a builder's cache beside a cloud token",
    "release.yml#image",
    "          push: true\n",
    "          push: true\n          cache-from: type=gha\n          cache-to: type=gha\n",
  ],
  ["a builder from the cache", "release.yml#image", "cache-binary: false", "cache-binary: true"],
  [
    "a cache beside a model's key",
    "check.yml#shard",
    "          package-manager-cache: false\n",
    "          cache: npm\n",
  ],
  [
    "a cache in a releasing workflow",
    "release.yml#plan",
    "          package-manager-cache: false\n",
    "          cache: npm\n",
  ],
];

/** What comes from outside. */
export const STRANGERS: readonly PlantedViolation[] = [
  ["our rights for a stranger's code", "check.yml", "  pull_request:\n", "  pull_request_target:\n"],
  [
    "a run after a stranger's",
    "promote.yml",
    "  workflow_dispatch:\n",
    "  workflow_dispatch:\n  workflow_run: { workflows: [check] }\n",
  ],
  [
    "a run after a stranger's, which downloads by itself",
    "drift.yml",
    "  schedule:\n",
    "  workflow_run: { workflows: [check] }\n  schedule:\n",
  ],
  [
    "a branch's name in a script",
    "check.yml#plan",
    '--changed-since "$BASE"',
    `--changed-since \${{ github.head_ref }}`,
  ],
  [
    "a branch's name in a shell",
    "check.yml#plan",
    INSTALL,
    `        shell: bash \${{ github.head_ref }} {0}\n${INSTALL}`,
  ],
  [
    "a title as folder",
    "check.yml#plan",
    INSTALL,
    `        working-directory: \${{ github.event.pull_request.title }}\n${INSTALL}`,
  ],
  [
    "a title as folder, by brackets",
    "check.yml#plan",
    INSTALL,
    `        working-directory: \${{ github['event'].pull_request.title }}\n${INSTALL}`,
  ],
  [
    "a branch's name as artifact",
    "check.yml#shard",
    `shard-\${{ matrix.part }}`,
    `shard-\${{ github.head_ref }}`,
  ],
  [
    "the whole event to an action",
    "check.yml#shard",
    `shard-\${{ matrix.part }}`,
    `\${{ toJSON(github.event) }}`,
  ],
  [
    "an accepting job that runs the change",
    "accept.yml#recheck",
    MAIN,
    `ref: \${{ github.event.pull_request.head.sha }}`,
  ],
  ["a stranger's commit beside the key", "fork-check.yml#evaluate", MAIN, `ref: \${{ inputs.commit }}`],
];
