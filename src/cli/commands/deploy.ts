import { PLACE_FLAGS } from "../deployment/deployment-place.ts";
import { DEFAULT_TIMEOUT_SECONDS } from "../deployment/deployment-timeout.ts";
import type { Command } from "../frame/command.ts";
import { GIT_FLAGS } from "../frame/git-wishes.ts";

export const deployCommand: Command = {
  name: "deploy",
  summary: "Puts what is in production on a target and watches it until it is verified or rolled back.",
  writes: true,
  flags: {
    ...PLACE_FLAGS,
    image: {
      kind: "text",
      value: "DIGEST",
      help: "deploy this image and no other one; on ecs, the digest that was pushed (sha256:...)",
    },
    timeout: {
      kind: "number",
      value: "SECONDS",
      help: `how long it may take to run (default ${DEFAULT_TIMEOUT_SECONDS})`,
      least: 1,
    },
    restart: {
      kind: "switch",
      help: "new processes of the same release, for example after a key was rotated",
    },
    stop: { kind: "switch", help: "end what runs on a local target; registry and git stay as they are" },
    ...GIT_FLAGS,
  },
  examples: [
    "npm run deploy -- --environment local",
    "npm run deploy -- --service prompt-service --environment local --commit --push",
    "npm run deploy -- --environment local --stop",
  ],
  run: async (context) => (await import("../deployment/deploy-release.ts")).deployRelease(context),
};
