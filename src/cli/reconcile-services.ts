import { reconcileService } from "../deployment/reconcile-service.ts";
import type { Difference } from "../lifecycle/difference.ts";
import { readAudit } from "../lifecycle/read-audit.ts";
import { recordedEnvironments } from "../lifecycle/recorded-environments.ts";
import type { CommandContext } from "./command.ts";
import { openLocalTarget } from "./deployment-wiring.ts";
import type { Workspace } from "./workspace.ts";

/** What runs on this machine against what is on record. A service that does not run here says nothing. */
export async function reconcileServices(
  context: CommandContext,
  { root, repository }: Workspace,
): Promise<readonly Difference[]> {
  const recorded = recordedEnvironments(readAudit(repository.files));
  const differences: Difference[] = [];
  for (const service of repository.config.services) {
    for (const environment of service.environments.filter(({ target }) => target === "local")) {
      const place = `${service.name}/${environment.name}`;
      const { deployment } = await openLocalTarget(context, root, { service, environment }).observe();
      differences.push(...reconcileService(place, deployment, recorded.get(place)));
    }
  }
  return differences;
}
