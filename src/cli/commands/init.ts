import type { Command } from "../frame/command.ts";

export const initCommand: Command = {
  name: "init",
  summary:
    "Adopts prompts in an existing repository: folders, configuration, git's own files, caller workflows.",
  writes: true,
  flags: {
    owner: {
      kind: "many",
      value: "OWNER",
      help: "who answers for prompts and gate in CODEOWNERS, for example @acme/prompts",
    },
    "gate-owner": {
      kind: "many",
      value: "OWNER",
      help: "with --owner: who answers for thresholds and scorers instead",
    },
    workflows: {
      kind: "text",
      value: "OWNER/REPO[@REF]",
      help: "the repository on GitHub that has the reusable workflows, at a commit or tag (default: this version's tag)",
    },
    "main-branch": {
      kind: "text",
      value: "NAME",
      help: "the branch that promotions go to (default: what origin calls its own, else main)",
    },
  },
  examples: [
    "npx gpt-pipeline-hub init --dry-run",
    "npx gpt-pipeline-hub init --owner @acme/prompts",
    "npx gpt-pipeline-hub init --owner @acme/prompts --workflows acme/gpt-pipeline-hub@v0.1.0",
  ],
  run: async (context) => (await import("../adoption/adopt-repository.ts")).adoptRepository(context),
};
