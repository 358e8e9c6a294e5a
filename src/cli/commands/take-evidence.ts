import type { Command } from "../frame/command.ts";

export const takeEvidenceCommand: Command = {
  name: "take-evidence",
  summary: "Takes what a pull request's check measured, where it proves what is to be promoted.",
  writes: true,
  flags: {
    "changed-since": {
      kind: "text",
      value: "REF",
      help: "only for tasks that changed since the merge-base (default: all that wait)",
    },
    workflow: { kind: "text", value: "FILE", help: "the workflow that makes evidence (default check.yml)" },
    accepted: {
      kind: "text",
      value: "FILE",
      help: "where to write what owners accepted in reviews, for promote --accepted",
    },
    "give-up-after": {
      kind: "number",
      value: "N",
      help: "after so many scheduled runs since its files changed an issue asks a person, and a task is not evaluated",
      least: 1,
    },
  },
  examples: ["npm run take-evidence", "npm run take-evidence -- --changed-since HEAD~1"],
  run: async (context) => (await import("../on-github/take-evidence.ts")).takeEvidence(context),
};
