import type { Command } from "../frame/command.ts";

export const recheckCommand: Command = {
  name: "recheck",
  summary: "After an owner's review that accepts an unproven drop, the pull request's check looks once more.",
  writes: true,
  flags: {
    workflow: { kind: "text", value: "FILE", help: "the workflow that checks (default check.yml)" },
  },
  examples: ["npm run recheck", "npm run recheck -- --workflow prompts-check.yml"],
  run: async (context) => (await import("../on-github/recheck.ts")).recheck(context),
};
