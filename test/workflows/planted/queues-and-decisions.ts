import type { PlantedViolation } from "./planted-violation.ts";

const ROLLED_BACK = "needs.deploy.outputs.rolled_back != ''";

/** Who waits for whom, and for how long. */
export const QUEUES: readonly PlantedViolation[] = [
  ["a job without end", "drift.yml#drift", "    timeout-minutes: 120\n", ""],
  ["a job of six hours", "drift.yml#drift", "timeout-minutes: 120", "timeout-minutes: 360"],
  ["a queue that drops", "promote.yml#promote", "      queue: max\n", ""],
  ["a queue that cancels", "promote.yml#promote", "cancel-in-progress: false", "cancel-in-progress: true"],
  [
    "no queue",
    "promote.yml#promote",
    "    concurrency:\n      group: promote\n      queue: max\n      cancel-in-progress: false\n",
    "",
  ],
  ["a queue of one run", "promote.yml#promote", "group: promote", `group: promote-\${{ github.run_id }}`],
  [
    "a queue of one deployment",
    "deploy.yml#deploy",
    `group: deploy-\${{ matrix.name }}`,
    `group: deploy-\${{ github.run_id }}`,
  ],
  [
    "one queue for all environments",
    "deploy.yml#deploy",
    `group: deploy-\${{ matrix.name }}`,
    "group: deploy",
  ],
  ["a deployment's queue that drops", "deploy.yml#deploy", "      queue: max\n", ""],
  ["all environments at once", "deploy.yml#deploy", "      max-parallel: 1\n", ""],
  ["the next environment after a failure", "deploy.yml#deploy", "fail-fast: true", "fail-fast: false"],
  [
    "a decision that waits",
    "override.yml#promote",
    "    environment: override\n",
    "    environment: override\n    concurrency: { group: promote, queue: max }\n",
  ],
  [
    "a group that holds nothing",
    "override.yml#archive",
    "    environment: override\n",
    `    environment: override\n    concurrency: { group: 'override-\${{ github.run_id }}', queue: max }\n`,
  ],
  [
    "a rollback that waits",
    "rollback.yml#rollback",
    "    environment: rollback\n",
    "    environment: rollback\n    concurrency: { group: deploy, queue: max }\n",
  ],
  [
    "rollbacks that wait for each other",
    "rollback.yml",
    "\npermissions: {}\n",
    "\npermissions: {}\nconcurrency: { group: x }\n",
  ],
  [
    "a called rollback that waits for deployments",
    "deploy.yml#rollback",
    "    needs: [deploy]\n",
    "    needs: [deploy]\n    concurrency: { group: deploy-x, queue: max }\n",
  ],
  [
    "a called rollback that waits for promotions",
    "override.yml#rollback",
    "    if: inputs.action == 'rollback'\n",
    "    if: inputs.action == 'rollback'\n    concurrency: { group: promote, queue: max }\n",
  ],
  [
    "a release that waits, and a rollback in it",
    "promote.yml#release",
    "    needs: [promote]\n",
    "    needs: [promote]\n    concurrency: { group: release, queue: max }\n",
  ],
  [
    "a queue's result that is thrown away",
    "check.yml",
    `cancel-in-progress: \${{ github.event_name == 'pull_request' }}`,
    "cancel-in-progress: true",
  ],
];

/** What takes back or overrules, why, and with whose leave. */
export const DECISIONS: readonly PlantedViolation[] = [
  ["a rollback because anything failed", "deploy.yml#rollback", `always() && ${ROLLED_BACK}`, "failure()"],
  ["a rollback in any case", "deploy.yml#rollback", ` && ${ROLLED_BACK}`, ""],
  ["a rollback on a job's result", "deploy.yml#rollback", ROLLED_BACK, "needs.deploy.result == 'failure'"],
  [
    "a rollback step on failure",
    "rollback.yml#rollback",
    "      - name: Roll back\n",
    "      - name: Roll back\n        if: failure()\n",
  ],
  [
    "a rollback that needs a reviewer",
    "rollback.yml#rollback",
    "environment: rollback",
    "environment: override",
  ],
  ["an override without an environment", "override.yml#promote", "    environment: override\n", ""],
  [
    "an override without a reviewer",
    "override.yml#promote",
    "environment: override",
    "environment: rollback",
  ],
  ["a promotion without an environment", "promote.yml#promote", "    environment: promotion\n", ""],
  [
    "a deployment without an environment",
    "deploy.yml#deploy",
    `    environment:\n      name: \${{ matrix.name }}\n      url: \${{ steps.publish.outputs.url }}\n`,
    "",
  ],
  ["a judge without an environment", "check.yml#judge", "    environment: evaluation\n", ""],
  ["an override without a reason", "override.yml#promote", ' --override --reason "$REASON"', " --override"],
  ["a downgrade without a reason", "override.yml#downgrade", ' --reason "$REASON"', ""],
  ["a retirement without a reason", "override.yml#archive", ' --reason "$REASON"', ""],
  [
    "a form that needs no reason",
    "override.yml",
    "        required: true\n      hub-repository",
    "        required: false\n      hub-repository",
  ],
  [
    "a rollback's form that needs no reason",
    "rollback.yml",
    "        required: true\n      hub-repository",
    "        required: false\n      hub-repository",
  ],
];
