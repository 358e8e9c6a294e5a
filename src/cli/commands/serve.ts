import { DEFAULT_PORT } from "../deployment/service-port.ts";
import type { Command } from "../frame/command.ts";

export const serveCommand: Command = {
  name: "serve",
  summary: "The prompt service: renders and runs what is in production, over HTTP.",
  writes: false,
  flags: {
    host: { kind: "text", value: "HOST", help: "where to listen (default 127.0.0.1, or the variable HOST)" },
    port: {
      kind: "number",
      value: "PORT",
      help: `0 for any free port (default ${DEFAULT_PORT}, or the variable PORT)`,
      least: 0,
      most: 65_535,
    },
    release: { kind: "text", value: "DIR", help: "serve the folder of a release instead of a repository" },
    "stop-with": { kind: "number", value: "PID", help: "stop when that process ends", least: 1 },
    "ready-file": { kind: "text", value: "FILE", help: "write the address here once it answers" },
  },
  examples: ["npm run serve", "npm run serve -- --port 3000", "curl -s localhost:8080/v1/prompts"],
  run: async (context) => (await import("../deployment/serve-prompts.ts")).servePrompts(context),
};
