import type { Command } from "../frame/command.ts";
import { CHECK_FLAGS } from "../on-github/check-wish.ts";

export const publishCheckCommand: Command = {
  name: "publish-check",
  summary: "One comment, one check run with annotations and one summary for a pull request's evaluation.",
  writes: true,
  flags: {
    evidence: { kind: "many", value: "DIR", help: "where eval-runner --report evidence wrote" },
    "for-commit": {
      kind: "text",
      value: "SHA",
      help: "the commit that a maintainer had evaluated: a check run there, neutral where all passed",
    },
    ...CHECK_FLAGS,
  },
  examples: [
    "npm run publish-check -- --evidence .pipeline/check --changed-since origin/main",
    "npm run publish-check -- --evidence .pipeline/check --changed-since origin/main --dry-run",
  ],
  run: async (context) => (await import("../on-github/publish-check.ts")).publishCheck(context),
};
