import type { Command } from "../frame/command.ts";

export const takeChangeCommand: Command = {
  name: "take-change",
  summary:
    "Brings the data files of one exact commit into this checkout, so that our code and key evaluate them.",
  writes: true,
  flags: {
    commit: { kind: "text", value: "SHA", help: "the commit, in full, as a maintainer has read it" },
  },
  examples: ["npm run take-change -- --commit 1f0c2d5e6a7b8c9d0e1f2a3b4c5d6e7f8a9b0c1d --dry-run"],
  run: async (context) => (await import("../on-github/take-change.ts")).takeChange(context),
};
