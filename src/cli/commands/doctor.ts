import type { Command } from "../frame/command.ts";

export const doctorCommand: Command = {
  name: "doctor",
  summary: "What this machine, this checkout and these keys still need, with the command that mends each.",
  writes: false,
  flags: {
    online: {
      kind: "switch",
      help: "also ask each model that tasks use one small question, which costs a fraction of a cent",
    },
    provider: { kind: "many", value: "NAME", help: "look at this provider, whether or not a task uses it" },
  },
  examples: ["npm run doctor", "npm run doctor -- --online", "npm run doctor -- --online --provider openai"],
  run: async (context) => (await import("../adoption/examine-everything.ts")).examineEverything(context),
};
