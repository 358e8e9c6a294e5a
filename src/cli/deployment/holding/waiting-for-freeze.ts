import { activeFreezes, freezeSentence } from "../../../lifecycle/records/freezes.ts";
import { readAudit } from "../../../lifecycle/records/read-audit.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import type { CommandContext, CommandResult } from "../../frame/command.ts";
import type { Workspace } from "../../frame/workspace.ts";
import { type DeploymentPlace, placeName } from "../deployment-place.ts";

/** A planned wait is no failure: what is in production goes out with the first deployment after it, and what was begun goes on. Undefined where there is no freeze. */
export function waitingForFreeze(
  { isDryRun }: CommandContext,
  { repository }: Workspace,
  place: DeploymentPlace,
): CommandResult | undefined {
  const freezes = activeFreezes(readAudit(repository.files), new Date().toISOString());
  const freeze = freezes.find((each) => each.place === placeName(place));
  if (freeze === undefined) return undefined;
  const message = `${freezeSentence(freeze)}; nothing was deployed, deploy again after that`;
  return {
    exit: EXIT.done,
    json: { deployed: false, dry_run: isDryRun, waiting: { ...freeze, message } },
    text: message,
  };
}
