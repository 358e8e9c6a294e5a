import type { Command } from "../frame/command.ts";

export const diffCommand: Command = {
  name: "diff",
  summary: "Two versions of a prompt side by side: what differs, and what each scored.",
  writes: false,
  flags: {
    task: { kind: "text", value: "TASK", help: "the task" },
    from: {
      kind: "text",
      value: "VERSION",
      help: "candidate, production or a version (default: production)",
    },
    to: { kind: "text", value: "VERSION", help: "candidate, production or a version (default: candidate)" },
  },
  examples: [
    "npm run diff -- --task feature_determination",
    "npm run diff -- --task feature_determination --from 1.0.0 --to production",
  ],
  run: async (context) => (await import("../inspection/compare-versions.ts")).compareVersions(context),
};
