import type { Command } from "../frame/command.ts";

export const releaseCommand: Command = {
  name: "release",
  summary: "Writes what is in production as the folder of a release, from which an image is built.",
  writes: true,
  flags: {
    service: { kind: "text", value: "NAME", help: "the service (default: the only one)" },
    out: { kind: "text", value: "DIR", help: "the folder, replaced whole (default .pipeline/release)" },
  },
  examples: [
    "npm run release",
    "npm run release -- --service prompt-service --out .pipeline/release && docker build --target release .",
  ],
  run: async (context) => (await import("../deployment/write-release.ts")).writeRelease(context),
};
