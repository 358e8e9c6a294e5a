import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Against what hangs, not against what is slow: busy machines are ten times slower than ours. */
const FAST_LIMIT_MS = 300_000;
const SLOW_LIMIT_MS = 1_800_000;

/** GitHub's own parsers import JSON without an attribute, which Node itself refuses. */
const server = { deps: { inline: [/@actions\/(workflow-parser|languageservice|expressions)/] } };

/** The source maps that they name were not published; each would be a line of warning. */
const plugins = [
  {
    name: "no-missing-source-maps",
    load: (id: string) =>
      /node_modules\/@actions\/.*\.js$/.test(id)
        ? readFileSync(id, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "")
        : undefined,
  },
];

/** Slow tests of more than a minute each. */
const LONG = [
  ...[
    "gate/calibration",
    "cli/reconcile/killed-fix",
    "workflow-run/reused-evidence",
    "lifecycle/broken-disk",
  ],
  ...["docs/operations", "lifecycle/histories", "lifecycle/killed", "lifecycle/two-at-once", "cli/lifecycle"],
  ...["cli/environment/clean-loser", "cli/deploy-ecs"],
];

/** The long ones first: one that began last would leave the other worker idle. A fresh checkout remembers no durations. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification): boolean =>
      LONG.some((name) => moduleId.endsWith(`/test/${name}.slow.test.ts`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongFirst },
    projects: [
      {
        plugins,
        test: {
          name: "fast",
          server,
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.slow.test.ts"],
          // No test changes what another one sees; a worker reads each module once, which saves a third of the time.
          isolate: false,
          testTimeout: FAST_LIMIT_MS,
          hookTimeout: FAST_LIMIT_MS,
        },
      },
      {
        plugins,
        test: {
          name: "slow",
          server,
          include: ["test/**/*.slow.test.ts"],
          testTimeout: SLOW_LIMIT_MS,
          hookTimeout: SLOW_LIMIT_MS,
        },
      },
    ],
  },
});
