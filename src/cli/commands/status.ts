import type { Command } from "../frame/command.ts";

export const statusCommand: Command = {
  name: "status",
  summary: "What runs where, on which evidence, since when; --task T says why.",
  writes: false,
  flags: {
    task: { kind: "text", value: "TASK", help: "everything that led to this task's production version" },
    html: { kind: "text", value: "FILE", help: "write one self-contained page" },
  },
  examples: [
    "npm run status",
    "npm run status -- --task feature_determination",
    "npm run status -- --html status.html",
  ],
  run: async (context) => (await import("../inspection/show-status.ts")).showStatus(context),
};
