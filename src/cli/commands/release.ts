import type { Command } from "../frame/command.ts";

export const releaseCommand: Command = {
  name: "release",
  summary: "Writes what is in production as the folder of a release, from which an image is built.",
  writes: true,
  flags: {
    service: { kind: "text", value: "NAME", help: "the service (default: the only one)" },
    out: { kind: "text", value: "DIR", help: "the folder, replaced whole (default .pipeline/release)" },
    base: {
      kind: "text",
      value: "IMAGE",
      help: "the base image that is built on; refused where it names no digest, unless the release's image stands already",
    },
    "image-of": {
      kind: "text",
      value: "REPOSITORY",
      help: "say whether the release's image stands in this repository of Amazon ECR already",
    },
  },
  examples: [
    "npm run release",
    "npm run release -- --service prompt-service --out .pipeline/release && docker build --target release .",
    "npm run release -- --image-of 123456789012.dkr.ecr.eu-central-1.amazonaws.com/prompt-service --dry-run",
    'npm run release -- --base "$NODE_IMAGE" && docker build --target release --build-arg NODE_IMAGE .',
  ],
  run: async (context) => (await import("../deployment/write-release.ts")).writeRelease(context),
};
