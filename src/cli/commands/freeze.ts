import { PLACE_FLAGS } from "../deployment/deployment-place.ts";
import type { Command } from "../frame/command.ts";
import { GIT_FLAGS } from "../frame/git-wishes.ts";

export const freezeCommand: Command = {
  name: "freeze",
  summary: "Lets deployments of an environment wait until a moment; rollbacks do not wait.",
  writes: true,
  flags: {
    ...PLACE_FLAGS,
    until: {
      kind: "text",
      value: "WHEN",
      help: "2026-12-24T08:00Z (UTC), 90m, 8h or 3d from now; now ends a freeze",
    },
    reason: { kind: "text", value: "TEXT", help: "why, for the record" },
    ...GIT_FLAGS,
  },
  examples: [
    'npm run freeze -- --environment production --until 2026-12-27 --reason "holidays" --commit --push',
    'npm run freeze -- --environment production --until now --reason "all are back" --commit --push',
  ],
  run: async (context) =>
    (await import("../deployment/holding/freeze-environment.ts")).freezeEnvironment(context),
};
