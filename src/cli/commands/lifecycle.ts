import type { Command } from "../frame/command.ts";

export const lifecycleCommand: Command = {
  name: "lifecycle",
  summary: "The guided tour: all of it, end to end, on a scratch copy with the embedded defaults.",
  writes: false,
  flags: {
    "in-place": {
      kind: "switch",
      help: "work on the repository itself: it commits, tags and pushes to origin",
    },
    keep: { kind: "switch", help: "keep the copy and the running service, and say where they are" },
  },
  examples: ["npm start", "npm run lifecycle -- --keep"],
  run: async (context) => (await import("../tour/take-tour.ts")).takeTour(context),
};
