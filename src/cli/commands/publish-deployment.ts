import type { Command } from "../frame/command.ts";

export const publishDeploymentCommand: Command = {
  name: "publish-deployment",
  summary: "Tells GitHub how a deployment or a rollback ended: summary, outputs, a deployment of its own.",
  writes: true,
  flags: {
    from: { kind: "text", value: "FILE", help: "what `deploy --json` or `rollback --json` printed" },
    "github-environment": {
      kind: "text",
      value: "NAME",
      help: "this environment of GitHub: record there what answers where something went back, and publish a release that came to its last environment (needs GITHUB_TOKEN)",
    },
  },
  examples: [
    "npm run publish-deployment -- --from .pipeline/deployment.json",
    "npm run publish-deployment -- --from .pipeline/rollback.json --github-environment prompt-service-production",
  ],
  run: async (context) => (await import("../on-github/publish-deployment.ts")).publishDeployment(context),
};
