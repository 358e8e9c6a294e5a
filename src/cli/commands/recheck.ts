import type { Command } from "../frame/command.ts";
import { DEFAULT_WAIT_MINUTES } from "../on-github/check-wait.ts";

export const recheckCommand: Command = {
  name: "recheck",
  summary: "After an owner's review that accepts an unproven drop, the pull request's check looks once more.",
  writes: true,
  flags: {
    workflow: { kind: "text", value: "FILE", help: "the workflow that checks (default check.yml)" },
    wait: {
      kind: "number",
      value: "MINUTES",
      help: `how long a check that has not ended is waited for (default ${DEFAULT_WAIT_MINUTES})`,
      least: 0,
      most: 340,
    },
  },
  examples: ["npm run recheck", "npm run recheck -- --workflow prompts-check.yml"],
  run: async (context) => (await import("../on-github/recheck.ts")).recheck(context),
};
