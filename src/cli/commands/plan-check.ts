import { CHECK_FLAGS } from "../check-wish.ts";
import type { Command } from "../command.ts";

export const planCheckCommand: Command = {
  name: "plan-check",
  summary: "Which tasks a change touches and how many machines evaluate them, for the workflow `check`.",
  writes: false,
  flags: CHECK_FLAGS,
  examples: ["npm run plan-check -- --changed-since origin/main"],
  run: async (context) => (await import("../plan-check.ts")).planCheckOfChange(context),
};
