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
    "the code's check without its test",
    "ci.yml#code-ok",
    '          for result in $RESULTS; do test "$result" = success; done\n',
    "",
  ],
];
