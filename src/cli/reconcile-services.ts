import { reconcileService } from "../deployment/reconcile-service.ts";
import type { ObservedState } from "../deployment/target.ts";
import { type Difference, lasting } from "../lifecycle/difference.ts";
import { readAudit } from "../lifecycle/read-audit.ts";
import { recordedEnvironments } from "../lifecycle/recorded-environments.ts";
import { Failure } from "../prompts/failure.ts";
import type { CommandContext } from "./command.ts";
import { type DeploymentPlace, placeName } from "./deployment-place.ts";
import { openTarget } from "./deployment-wiring.ts";
import type { Workspace } from "./workspace.ts";

/**
 * What runs against what is on record. A service that does not run here says nothing; one that cannot be asked is named and
 * left out.
 */
export async function reconcileServices(
  context: CommandContext,
  { root, repository }: Workspace,
): Promise<readonly Difference[]> {
  const recorded = recordedEnvironments(readAudit(repository.files));
  const differences: Difference[] = [];
  for (const service of repository.config.services) {
    for (const environment of service.environments) {
      const place = { service, environment };
      const record = recorded.get(placeName(place));
      if (environment.target !== "local" && record === undefined) continue;
      const observed = await observe(context, root, place);
      differences.push(...reconcileService(placeName(place), observed?.deployment, record));
      if (observed?.stranger !== undefined)
        differences.push(strangerThere(placeName(place), observed.stranger));
    }
  }
  return differences;
}

function strangerThere(where: string, name: string): Difference {
  const found = `${name} has the service, which this pipeline did not deploy`;
  return lasting({ kind: "service", where, found }, "docs/deployment.md says how to accept it.");
}

async function observe(
  context: CommandContext,
  root: string,
  place: DeploymentPlace,
): Promise<ObservedState | undefined> {
  try {
    return await (await openTarget(context, root, place)).observe();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.terminal.say(`${placeName(place)} was not looked at: ${error.message}. ${error.fix}`);
    return undefined;
  }
}
