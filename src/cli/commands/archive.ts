import type { Command } from "../frame/command.ts";
import { GIT_FLAGS } from "../frame/git-wishes.ts";

export const archiveCommand: Command = {
  name: "archive",
  summary: "Retires a version or a whole task; --evals prunes old runs. Bytes of versions are never lost.",
  writes: true,
  flags: {
    task: { kind: "text", value: "TASK", help: "the task" },
    version: { kind: "text", value: "VERSION", help: "retire this version only; no rollback will choose it" },
    reason: { kind: "text", value: "TEXT", help: "why, for the record" },
    evals: {
      kind: "switch",
      help: "prune runs that the registry does not cite; their lines in history.jsonl stay",
    },
    keep: {
      kind: "number",
      value: "N",
      help: "with --evals: keep the newest N uncited runs a task (default 0)",
      least: 0,
    },
    ...GIT_FLAGS,
  },
  examples: [
    'npm run archive -- --task old_task --reason "nobody calls it" --commit',
    'npm run archive -- --task feature_determination --version 1.0.0 --reason "leaks units"',
    "npm run archive -- --evals --keep 5",
  ],
  run: async (context) => (await import("../promotion/archive-task.ts")).archiveTask(context),
};
