import { createDiskFiles } from "../../../prompts/adapters/disk-files.ts";
import { readRepository } from "../../../prompts/repository.ts";
import type { CommandContext } from "../../frame/command.ts";
import { openLocalTarget } from "./deployment-wiring.ts";

/** Ends every service process that local deployments of a repository left running. */
export async function stopDeployments(
  context: Pick<CommandContext, "environment">,
  root: string,
): Promise<void> {
  const { services } = readRepository(createDiskFiles(root)).config;
  for (const service of services) {
    for (const environment of service.environments.filter(({ target }) => target === "local")) {
      await openLocalTarget(context, root, { service, environment }).stopAll();
    }
  }
}
