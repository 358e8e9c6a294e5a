import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

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

export default defineConfig({
  test: {
    maxWorkers: 2,
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
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        plugins,
        test: {
          name: "slow",
          server,
          include: ["test/**/*.slow.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
