import { PLACE_FLAGS } from "../deployment/deployment-place.ts";
import type { Command } from "../frame/command.ts";
import { GIT_FLAGS } from "../frame/git-wishes.ts";

export const rollbackCommand: Command = {
  name: "rollback",
  summary:
    "Brings a previous verified release, or one task of it, back. Needs no provider, no build and no key.",
  writes: true,
  flags: {
    ...PLACE_FLAGS,
    task: { kind: "text", value: "TASK", help: "only this task; the rest of the release stays" },
    to: {
      kind: "text",
      value: "WHERE",
      help: "a version with --task, else a release's number (default: the newest verified one); one that was brought back by hand is recorded, and nothing deployed",
    },
    reason: { kind: "text", value: "TEXT", help: "why, for the record" },
    ...GIT_FLAGS,
  },
  examples: [
    'npm run rollback -- --task feature_determination --reason "wrong units in the shop"',
    'npm run rollback -- --to 3 --reason "everything since is suspect" --commit --push',
  ],
  run: async (context) =>
    (await import("../deployment/rolling-back/roll-back-release.ts")).rollBackRelease(context),
};
