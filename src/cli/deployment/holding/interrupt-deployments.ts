import { matchTasks } from "../../../deployment/adapters/task-globs.ts";
import type { CommandContext } from "../../frame/command.ts";
import type { Workspace } from "../../frame/workspace.ts";
import { interruptEnvironments } from "./hold-environment.ts";

/**
 * A decision that waits for nobody stops every deployment of these tasks at its next step, since it would bring what was
 * just decided against.
 */
export async function interruptDeployments(
  context: CommandContext,
  workspace: Workspace,
  tasks: readonly string[],
): Promise<void> {
  const services = workspace.repository.config.services.filter((service) =>
    tasks.some(matchTasks(service.tasks)),
  );
  const places = services.flatMap(({ name, environments }) =>
    environments.map((each) => `${name}/${each.name}`),
  );
  const stopped = await interruptEnvironments(context, workspace, places, "promote");
  for (const place of stopped)
    context.terminal.say(`the deployment that runs on ${place} stops: run deploy again`);
}
