import type { PlantedViolation } from "./planted-violation.ts";

/** What has to be green before a merge. */
export const REQUIRED_CHECKS: readonly PlantedViolation[] = [
  ["a filter on paths", "check.yml", "    types: [opened", "    paths: [prompts/**]\n    types: [opened"],
  ["a filter on branches", "check.yml", "    types: [opened", "    branches: [release]\n    types: [opened"],
  ["no check in the queue", "check.yml", "  merge_group:\n", ""],
  ["no check of a push", "check.yml", "opened, synchronize, reopened", "opened, reopened"],
  ["a required job that is skipped", "check.yml#ok", "    if: always()\n", ""],
  ["a required job with another name", "check.yml", "\n  ok:\n", "\n  done:\n"],
  [
    "a required job under another title",
    "check.yml#ok",
    "    if: always()\n",
    "    if: always()\n    name: everything\n",
  ],
  ["a required job that forgets another", "check.yml#ok", "[plan, shard, judge]", "[plan, shard]"],
  ["a required job that looks at the wrong one", "check.yml#ok", "needs.judge.result", "needs.plan.result"],
  [
    "a required job without its test",
    "check.yml#ok",
    '          test "$PLAN $JUDGE" = "success success"\n',
    "",
  ],
  ["a required job that takes a failed shard", "check.yml#ok", '"$SHARD" = skipped', '"$SHARD" = failure'],
  ["a required job that fails without shards", "check.yml#ok", ' || test "$SHARD" = skipped', ""],
  [
    "a verdict only where the plan has work",
    "check.yml#judge",
    `        id: publish\n        if: \${{ !cancelled() }}\n`,
    `        id: publish\n        if: \${{ needs.plan.outputs.whole != '' }}\n`,
  ],
  ["a verdict that is only tried out", "check.yml#judge", "publish-check --", "publish-check -- --dry-run"],
  [
    "a verdict on what nobody proved",
    "check.yml#judge",
    '--evidence "$RUNNER_TEMP/check" --changed-since',
    '--evidence "$GITHUB_WORKSPACE/.pipeline/earlier" --changed-since',
  ],
  [
    "files that are validated only where the plan has work",
    "check.yml#plan",
    "      - name: Validate all files\n",
    "      - name: Validate all files\n        if: steps.plan.outputs.whole != ''\n",
  ],
  [
    "evidence that the plan leaves",
    "check.yml#plan",
    "      # Last: ",
    `      - uses: actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f # v7.0.0
        with:
          name: evidence-planned
          path: \${{ runner.temp }}/planned
      # Last: `,
  ],
  [
    "another run's artifacts",
    "check.yml#judge",
    "          pattern: evidence-*\n",
    `          pattern: evidence-*\n          run-id: \${{ vars.EARLIER_RUN }}\n`,
  ],
  [
    "the code's check without its test",
    "ci.yml#code-ok",
    '          for result in $RESULTS; do test "$result" = success; done\n',
    "",
  ],
];
