import type { Command } from "../frame/command.ts";
import { GIT_FLAGS } from "../frame/git-wishes.ts";

export const driftCommand: Command = {
  name: "drift",
  summary: "Evaluates what is in production again and says which task is no longer what it was.",
  writes: true,
  flags: {
    task: { kind: "many", value: "TASK", help: "this task (default: every task in production)" },
    tonight: { kind: "switch", help: "only the tasks whose weekly turn is today" },
    issues: {
      kind: "switch",
      help: "one open issue a task that was worse twice in a row, closed by itself (needs GITHUB_TOKEN)",
    },
    "max-cost": { kind: "number", value: "USD", help: "stop before more is spent", least: 0 },
    ...GIT_FLAGS,
  },
  examples: [
    "npm run drift -- --dry-run --tonight",
    "npm run drift -- --tonight --max-cost 2 --commit --push --issues",
  ],
  run: async (context) => (await import("../drift/watch-drift.ts")).watchDrift(context),
};
