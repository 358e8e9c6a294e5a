import type { Command } from "../frame/command.ts";
import { CHECK_FLAGS } from "../on-github/check-wish.ts";

export const planCheckCommand: Command = {
  name: "plan-check",
  summary: "Which tasks a change touches and how many machines evaluate them, for the workflow `check`.",
  writes: false,
  flags: {
    ...CHECK_FLAGS,
    earlier: {
      kind: "text",
      value: "DIR",
      help: "the evidence of an earlier attempt: what it settled is not planned again",
    },
    reuse: {
      kind: "switch",
      help: "take what earlier runs of this pull request's check measured, where it proves the same; with --keep",
    },
    sharded: {
      kind: "text",
      value: "TASKS",
      help: 'what machines have asked in parts already, with commas, "," for none; everything else is asked where it is judged',
    },
    keep: { kind: "text", value: "DIR", help: "where that evidence is copied to" },
  },
  examples: ["npm run plan-check -- --changed-since origin/main"],
  run: async (context) => (await import("../on-github/plan-check.ts")).planCheckOfChange(context),
};
