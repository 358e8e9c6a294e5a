import type { Command } from "../frame/command.ts";
import { GIT_FLAGS } from "../frame/git-wishes.ts";

export const reconcileCommand: Command = {
  name: "reconcile",
  summary:
    "Shows where git, registry, locked files, runs, images and services disagree; --fix finishes and mends.",
  writes: true,
  flags: {
    service: { kind: "text", value: "NAME", help: "look at this service alone, besides the records" },
    environment: { kind: "text", value: "NAME", help: "look at this environment alone, besides the records" },
    fix: {
      kind: "switch",
      help: "write the registry anew from the records, put recorded bytes back from git, and deploy where a deployment was not finished or something else runs",
    },
    ...GIT_FLAGS,
  },
  examples: [
    "npm run reconcile",
    "npm run reconcile -- --fix --dry-run",
    "npm run reconcile -- --fix --commit",
  ],
  run: async (context) => (await import("../promotion/reconcile-repository.ts")).reconcileRepository(context),
};
