import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { GithubState } from "../../fakes/github/github-state.ts";

/** What hooks call the app, which passes the rule. */
export const APP_USER = "app";

const HOOK = `#!/bin/sh
[ "$1" = refs/heads/main ] && [ -n "$REMOTE_USER" ] && [ "$REMOTE_USER" != ${APP_USER} ] || exit 0
echo "GH013: Repository rule violations found for refs/heads/main." >&2
echo "Changes must be made through a pull request." >&2
exit 1
`;

/** A ruleset that lets the app alone push to main: git's server keeps it, and the REST interface tells it. Other branches are open. */
export function protectMain(bare: string, { settings }: GithubState): void {
  const hooks = join(bare, "hooks");
  mkdirSync(hooks, { recursive: true });
  writeFileSync(join(hooks, "update"), HOOK);
  chmodSync(join(hooks, "update"), 0o755);
  settings.rulesets.push({
    ...{ name: "prompts", target: "branch", enforcement: "active" },
    bypass_actors: [{ actor_id: 1, actor_type: "Integration", bypass_mode: "always" }],
    rules: [{ type: "deletion" }, { type: "non_fast_forward" }, { type: "pull_request" }],
  });
}
