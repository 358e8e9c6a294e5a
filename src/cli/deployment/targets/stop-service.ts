import { EXIT } from "../../../prompts/exit-code.ts";
import type { CommandContext, CommandResult } from "../../frame/command.ts";
import type { Workspace } from "../../frame/workspace.ts";
import { type DeploymentPlace, placeName } from "../deployment-place.ts";
import { openTarget } from "./deployment-wiring.ts";

/** Ends the processes of a local target; deploying again brings them back. */
export async function stopService(
  context: CommandContext,
  { root }: Workspace,
  place: DeploymentPlace,
): Promise<CommandResult> {
  const target = await openTarget(context, root, place);
  const { deployment, pending } = await target.observe();
  const urls = [...(deployment?.healthy === true ? [deployment.url] : []), ...pending.map(({ url }) => url)];
  if (!context.isDryRun) await target.stopAll();
  const where = placeName(place);
  const done = context.isDryRun ? "would stop" : "stopped";
  return {
    exit: EXIT.done,
    json: { stopped: urls },
    text: urls.length === 0 ? `nothing runs on ${where}` : `${done} ${where} at ${urls.join(", ")}`,
  };
}
