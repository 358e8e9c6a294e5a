import type { Command } from "../frame/command.ts";

export const setupGithubCommand: Command = {
  name: "setup-github",
  summary:
    "What the repository still needs on GitHub, with the exact commands; without --check it sets up what it can.",
  writes: true,
  flags: {
    check: { kind: "switch", help: "only say what is missing; exit code 2 where something is" },
    repository: {
      kind: "text",
      value: "OWNER/REPO",
      help: "the repository on GitHub (default: GITHUB_REPOSITORY, else what origin is)",
    },
    reviewer: {
      kind: "many",
      value: "NAME",
      help: "who has to agree in environments that need it: a login, or ORG/TEAM",
    },
    "app-id": {
      kind: "number",
      value: "ID",
      help: "the app that pushes promotions, which the branch's rules let pass",
      least: 1,
    },
    aws: {
      kind: "switch",
      help: "print who GitHub says that it is to AWS, with a trust policy for each role",
    },
  },
  examples: [
    "GITHUB_TOKEN=$(gh auth token) npm run setup-github -- --check",
    "GITHUB_TOKEN=$(gh auth token) npm run setup-github -- --reviewer acme/releases --app-id 12345 --dry-run",
    "GITHUB_TOKEN=$(gh auth token) npm run setup-github -- --aws",
  ],
  run: async (context) => (await import("../on-github/set-up-github.ts")).setUpGithub(context),
};
