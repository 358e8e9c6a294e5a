import type { Command } from "../frame/command.ts";

export const restoreCommand: Command = {
  name: "restore",
  summary: "Makes a task's template say again what production says, here or as a pull request to its owners.",
  writes: true,
  flags: {
    task: { kind: "text", value: "TASK", help: "the task" },
    push: {
      kind: "switch",
      help: "leave the files here alone; push them as a branch of their own",
    },
    "pull-request": {
      kind: "switch",
      help: "and open one pull request to the owners (implies --push; needs GITHUB_TOKEN, GITHUB_REPOSITORY)",
    },
    reason: { kind: "text", value: "TEXT", help: "why it went back, for the pull request" },
  },
  examples: [
    "npm run restore -- --task feature_determination --dry-run",
    'npm run restore -- --task feature_determination --pull-request --reason "worse live"',
  ],
  run: async (context) => (await import("../promotion/restore-template.ts")).restoreTemplate(context),
};
