import type { Command } from "../command.ts";
import { GIT_FLAGS } from "../git-wishes.ts";

export const reconcileCommand: Command = {
  name: "reconcile",
  summary:
    "Shows where git, registry, locked files, runs and services disagree; --fix mends what records can mend.",
  writes: true,
  flags: {
    fix: {
      kind: "switch",
      help: "write the registry anew from the records, and put recorded bytes back from git",
    },
    ...GIT_FLAGS,
  },
  examples: [
    "npm run reconcile",
    "npm run reconcile -- --fix --dry-run",
    "npm run reconcile -- --fix --commit",
  ],
  run: async (context) => (await import("../reconcile-repository.ts")).reconcileRepository(context),
};
