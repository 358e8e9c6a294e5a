import { describe, expect, it } from "vitest";
import { RULES } from "./all-rules.ts";
import { readWorkflow } from "./workflow-file.ts";

/** A workflow that breaks no rule; each planted fault is one change to it. */
const SOUND = `on:
  pull_request:
  merge_group:
permissions: {}
defaults:
  run:
    shell: bash
jobs:
  work:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@${"a".repeat(40)} # v7.0.1
        with:
          persist-credentials: false
          fetch-depth: 0
      - run: npm ci --ignore-scripts
  ok:
    if: always()
    needs: [work]
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: {}
    steps:
      - env:
          RESULTS: \${{ join(needs.*.result, ' ') }}
        run: test "$RESULTS" = success
`;

const all = (text: string): readonly string[] => {
  const workflow = readWorkflow("w.yml", text);
  return Object.values(RULES).flatMap((rule) => rule(workflow));
};

const NPM_CI = "      - run: npm ci --ignore-scripts\n";
const READ = "      contents: read\n";

const planted: readonly (readonly [string, string, string, string])[] = [
  [
    "rights for the whole workflow",
    "permissions: {}\ndefaults",
    "permissions: read-all\ndefaults",
    'the workflow needs "permissions: {}" at its top.',
  ],
  ["a job without permissions", `    permissions:\n${READ}`, "", "job work names no permissions."],
  [
    "a cloud token that nobody uses",
    READ,
    "      id-token: write\n",
    "job work has id-token: write, but assumes no role.",
  ],
  [
    "write access that nobody uses",
    READ,
    "      contents: write\n",
    "job work has contents: write, but pushes nothing.",
  ],
  [
    "a secret outside an environment",
    NPM_CI,
    `${NPM_CI}        env: { KEY: "\${{ secrets.OPENAI_API_KEY }}" }\n`,
    "job work uses a secret or a role, but names no environment.",
  ],
  [
    "an action by its tag",
    `@${"a".repeat(40)} # v7.0.1`,
    "@v7",
    'pin "actions/checkout@v7" to a commit, with its version in a comment.',
  ],
  [
    "a commit without its version",
    " # v7.0.1",
    "",
    `pin "actions/checkout@${"a".repeat(40)}" to a commit, with its version in a comment.`,
  ],
  [
    "an expression inside a script",
    "npm ci --ignore-scripts",
    `echo \${{ github.event.pull_request.title }}`,
    "job work has an expression inside a script. Pass it by env.",
  ],
  [
    "an installation that runs scripts",
    " --ignore-scripts",
    "",
    'job work runs "npm ci" without --ignore-scripts.',
  ],
  [
    "a token that stays",
    "          persist-credentials: false\n",
    "",
    'job work checks out without "persist-credentials: false".',
  ],
  [
    "half a history",
    "fetch-depth: 0",
    "fetch-depth: 1",
    'job work looks at history, but checks out without "fetch-depth: 0".',
  ],
  [
    "a failure that does not count",
    NPM_CI,
    `${NPM_CI}        continue-on-error: true\n`,
    "job work continues on errors.",
  ],
  ["another shell", "shell: bash", "shell: sh", 'job work does not set "shell: bash" as its default.'],
  [
    "a stranger's code with our rights",
    "  pull_request:\n",
    "  pull_request:\n  pull_request_target:\n",
    "pull_request_target runs with our rights on a stranger's code or artifacts.",
  ],
  ["a job that may hang", "    timeout-minutes: 5\n", "", "job work has no timeout-minutes of at most 180."],
  [
    "whatever machine is the latest",
    "ubuntu-24.04",
    "ubuntu-latest",
    "job work does not run on ubuntu-24.04.",
  ],
  [
    "an image by its tag",
    "    timeout-minutes: 5\n",
    "    timeout-minutes: 5\n    container: node:26\n",
    'job work uses the image "node:26" without its digest.',
  ],
  [
    "a required check that a filter holds back",
    "  pull_request:\n",
    "  pull_request:\n    paths: [src]\n",
    "the filter paths may leave the required check pending.",
  ],
  ["a required check that is skipped", "    if: always()\n", "", 'job ok needs "if: always()".'],
  [
    "a required check that looks at nothing",
    "join(needs.*.result, ' ')",
    "github.sha",
    'job ok answers wrongly where {"work":"success"}.',
  ],
  [
    "a required check without the queue",
    "  merge_group:\n",
    "",
    "the required check does not run on merge_group.",
  ],
  ["a required check that forgets a job", "needs: [work]", "needs: []", "job ok does not wait for work."],
];

describe("every rule can fail", () => {
  it("the sound workflow breaks none", () => {
    expect(all(SOUND)).toEqual([]);
  });

  it.each(planted)("%s is found", (_, from, to, message) => {
    expect(SOUND).toContain(from);
    const found = all(SOUND.replace(from, () => to)).map((line) => line.replace(/^w\.yml(:\d+)?: /, ""));
    expect(found).toContain(message);
  });
});

describe("rules about promotion, deployment and rollback", () => {
  const job = (command: string, more: string): string => `on:
  workflow_dispatch:
permissions: {}
defaults: { run: { shell: bash } }
jobs:
  act:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions: { issues: write }
${more}    steps:
      - run: npm run ${command}
        env: { GITHUB_TOKEN: "\${{ secrets.GITHUB_TOKEN }}" }
`;

  it.each(["issues: write", `GITHUB_TOKEN: "\${{ secrets.GITHUB_TOKEN }}"`])(
    "a decision that can be told to nobody, without %s, is found",
    (part) => {
      const text = job('rollback -- --reason "$REASON"', "");
      expect(all(text)).toEqual([]);
      expect(all(text.replace(part, "other: read"))).toEqual([
        "w.yml: job act decides, and can open no issue: it needs issues: write and GITHUB_TOKEN.",
      ]);
    },
  );

  it("a deployment without a queue is found", () => {
    expect(all(job("deploy -- --service a", ""))).toEqual([
      'w.yml: job act needs a concurrency group with "queue: max" that cancels nothing.',
    ]);
  });

  it("a deployment that cancels the one before is found", () => {
    const group = "    concurrency: { group: a, queue: max, cancel-in-progress: true }\n";
    expect(all(job("promote -- --all-ready --push", group))).toContain(
      'w.yml: job act needs a concurrency group with "queue: max" that cancels nothing.',
    );
  });

  it("a deployment in a queue, and a plan that is only shown, are fine", () => {
    expect(all(job("deploy -- --service a", "    concurrency: { group: a, queue: max }\n"))).toEqual([]);
    expect(all(job("deploy -- --dry-run", ""))).toEqual([]);
  });

  it("a rollback that waits is found", () => {
    expect(all(job('rollback -- --reason "$REASON"', "    concurrency: { group: a, queue: max }\n"))).toEqual(
      ["w.yml: job act decides or rolls back, and stands in a concurrency group."],
    );
  });

  it("a rollback because anything failed is found", () => {
    expect(all(job('rollback -- --reason "$REASON"', "    if: failure()\n"))).toEqual([
      "w.yml: job act rolls back on failure(). Use an output of the verdict.",
    ]);
  });

  it.each([
    ["AWS_ROLLBACK_ROLE", "reconcile -- --root x", "job act takes AWS_ROLLBACK_ROLE and runs reconcile."],
    [
      "AWS_OBSERVE_ROLE",
      'rollback -- --reason "$REASON"',
      "job act takes AWS_OBSERVE_ROLE and runs rollback.",
    ],
    ["AWS_OBSERVE_ROLE", "reconcile -- --fix", "job act takes AWS_OBSERVE_ROLE and changes what it finds."],
  ])("a job that takes %s and runs `%s` is found", (role, command, message) => {
    const assumes = `      - uses: aws-actions/configure-aws-credentials@${"c".repeat(40)} # v6.2.3
        with: { role-to-assume: "\${{ format(vars.${role}, 'x') }}", aws-region: eu-central-1 }
`;
    const text = job(command, "    environment: observe\n");
    expect(all(`${text}${assumes}`)).toEqual([`w.yml: ${message}`]);
    expect(all(`${job("reconcile -- --root x", "")}${assumes.replace(role, "AWS_OBSERVE_ROLE")}`)).toEqual(
      [],
    );
  });

  it("secrets passed on as a whole are found", () => {
    const text =
      "on: push\npermissions: {}\njobs:\n  call:\n    uses: ./.github/workflows/a.yml\n    permissions: {}\n    secrets: inherit\n";
    expect(all(text)).toEqual(["w.yml: job call passes on all secrets."]);
  });

  it("a cache in a job that can write is found", () => {
    const node = `actions/setup-node@${"b".repeat(40)} # v7.0.0`;
    const text = SOUND.replace(READ, "      issues: write\n").replace(
      NPM_CI,
      `      - uses: ${node}\n${NPM_CI}`,
    );
    expect(all(text)).toEqual([
      "w.yml: job work uses the cache of actions/setup-node beside a right or a key.",
    ]);
    expect(
      all(text.replace(`${node}\n`, `${node}\n        with: { package-manager-cache: false }\n`)),
    ).toEqual([]);
  });

  it("a stranger's artifact in a run with our rights is found", () => {
    const text = SOUND.replace("  pull_request:\n", "  pull_request:\n  workflow_run:\n").replace(
      NPM_CI,
      `      - uses: actions/download-artifact@${"b".repeat(40)} # v7.0.0\n`,
    );
    expect(all(text)).toEqual([
      "w.yml: workflow_run runs with our rights on a stranger's code or artifacts.",
    ]);
  });
});
