import type { Command } from "../frame/command.ts";

export const bisectCommand: Command = {
  name: "bisect",
  summary: "The version that broke an answer: its commit, its change, and both answers.",
  writes: false,
  flags: {
    task: { kind: "text", value: "TASK", help: "the task" },
    example: { kind: "text", value: "ID", help: "the example that fails" },
    from: { kind: "text", value: "VERSION", help: "a version that still passed (default: the oldest)" },
    to: { kind: "text", value: "VERSION", help: "a version that fails (default: the newest)" },
  },
  examples: ["npm run bisect -- --task feature_determination --example bearing-17"],
  run: async (context) => (await import("../inspection/bisect-versions.ts")).bisectVersions(context),
};
