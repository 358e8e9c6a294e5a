import type { CommandContext, Flag } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import type { CheckWish } from "./check-plan.ts";
import { readWorkflowEvent } from "./workflow-event.ts";

/** Flags of the commands that look at one change; both give the same plan from the same flags. */
export const CHECK_FLAGS = {
  "changed-since": { kind: "text", value: "REF", help: "what the change is compared with, by merge-base" },
  "answers-a-shard": {
    kind: "number",
    value: "N",
    help: "one machine more for every so many answers (default 2000)",
    least: 1,
  },
  "most-shards": { kind: "number", value: "N", help: "machines at most (default 20)", least: 1, most: 256 },
} as const satisfies Readonly<Record<string, Flag>>;

/** Throws `Failure` with exit 2 where nothing says what the change is compared with. */
export function checkWish({ flags, environment }: CommandContext, name: string): CheckWish {
  const since = flags.text("changed-since");
  if (!since) throw usage({ name }, "--changed-since is missing", "Give a branch or a commit.");
  return {
    since,
    isFork: readWorkflowEvent(environment)?.pull?.isFork ?? false,
    answersAShard: flags.number("answers-a-shard") ?? 2000,
    mostShards: flags.number("most-shards") ?? 20,
  };
}
