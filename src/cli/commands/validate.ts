import type { Command } from "../frame/command.ts";

export const validateCommand: Command = {
  name: "validate",
  summary: "Checks all files of the repository; all problems in one run.",
  writes: false,
  flags: {
    task: { kind: "many", value: "TASK", help: "only this task" },
    "changed-since": {
      kind: "text",
      value: "REF",
      help: "only tasks that changed since the merge-base with REF",
    },
    staged: { kind: "switch", help: "only tasks with files that are staged for the next commit" },
    fix: {
      kind: "switch",
      help: "mend what has exactly one right answer: line ends, byte order marks, the version",
    },
    strict: { kind: "switch", help: "warnings fail too" },
    format: {
      kind: "text",
      value: "FORMAT",
      help: "how standard output looks",
      choices: ["text", "json", "github", "sarif"],
    },
  },
  examples: ["npm run validate", "npm run validate -- --changed-since origin/main --format github"],
  run: async (context) => (await import("../checking/validate-tasks.ts")).validateTasks(context),
};
