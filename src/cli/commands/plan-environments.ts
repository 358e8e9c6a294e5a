import type { Command } from "../frame/command.ts";

export const planEnvironmentsCommand: Command = {
  name: "plan-environments",
  summary: "Where production has to be deployed, in order, for the jobs of a workflow.",
  writes: false,
  flags: {
    service: { kind: "text", value: "NAME", help: "only this service" },
    environment: { kind: "text", value: "NAME", help: "only this environment" },
  },
  examples: ["npm run plan-environments", "npm run plan-environments -- --service prompt-service --json"],
  run: async (context) => (await import("../deployment/plan-environments.ts")).planEnvironments(context),
};
