import type { Command } from "../frame/command.ts";
import { GIT_FLAGS } from "../frame/git-wishes.ts";

export const promoteCommand: Command = {
  name: "promote",
  summary: "Candidate to production on recorded evidence; --to VERSION goes back to an earlier version.",
  writes: true,
  flags: {
    task: { kind: "many", value: "TASK", help: "the task to promote" },
    "all-ready": { kind: "switch", help: "every ready task whose evidence passes; the others are left out" },
    to: { kind: "text", value: "VERSION", help: "go back to this archived version; needs --reason" },
    override: {
      kind: "switch",
      help: "promote without passing evidence; needs --reason, and status shows it forever",
    },
    "break-glass": {
      kind: "switch",
      help: "with --override or --to: decided alone; status shows it until somebody else closes it",
    },
    "close-break-glass": {
      kind: "switch",
      help: "close what somebody else decided alone about --task; needs --reason",
    },
    reason: {
      kind: "text",
      value: "TEXT",
      help: "why, for the record; needed where the gate itself was made easier, and for a retired task",
    },
    accepted: {
      kind: "text",
      value: "FILE",
      help: "drops that owners accepted in reviews, as take-evidence --accepted wrote them",
    },
    ...GIT_FLAGS,
  },
  examples: [
    "npm run promote -- --task feature_determination --dry-run",
    "npm run promote -- --all-ready --commit --tag --push",
    'npm run promote -- --task feature_determination --to 1.1.0 --reason "wrong units in 1.2.0" --commit',
  ],
  run: async (context) => (await import("../promotion/promote-and-tell.ts")).promoteAndTell(context),
};
