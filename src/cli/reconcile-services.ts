import type { ObservedState } from "../deployment/target.ts";
import { type Difference, lasting } from "../lifecycle/difference.ts";
import { readAudit } from "../lifecycle/read-audit.ts";
import { recordedEnvironments } from "../lifecycle/recorded-environments.ts";
import { canonicalJson } from "../prompts/adapters/canonical-json.ts";
import type { RegistryEnvironment } from "../prompts/registry.ts";
import type { CommandContext } from "./command.ts";
import { openTarget } from "./deployment-wiring.ts";
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
      const { deployment } = await openTarget(context, root, { service, environment }).observe();
      differences.push(...unfinishedDeployment(place, recorded.get(place)));
      differences.push(...serviceDifferences(place, deployment, recorded.get(place)));
    }
  }
  return differences;
}

function unfinishedDeployment(place: string, state: RegistryEnvironment | undefined): readonly Difference[] {
  if (state?.status !== "deploying") return [];
  const found = "a deployment was begun and not finished";
  const fix = "Run `npm run deploy` again: it finishes what was begun.";
  return [lasting({ kind: "unfinished", where: place, found }, fix)];
}

function serviceDifferences(
  place: string,
  running: ObservedState["deployment"],
  recorded: RegistryEnvironment | undefined,
): readonly Difference[] {
  if (running === undefined || recorded?.status === "deploying") return [];
  const where = `${place} (${running.url})`;
  const deploy = "Run `npm run deploy`, or `npm run rollback`, so that what runs is what is on record.";
  if (recorded === undefined)
    return [lasting({ kind: "service", where, found: "it runs, and no deployment is on record" }, deploy)];
  if (running.generation > recorded.generation) {
    const found = `generation ${running.generation} runs, and the record ends at ${recorded.generation}: was the branch rewound?`;
    return [
      lasting({ kind: "service", where, found }, "Find the missing commits before anything is deployed."),
    ];
  }
  const isSame =
    running.image === recorded.image && canonicalJson(running.pins) === canonicalJson(recorded.pins);
  if (isSame) return [];
  const found = `image ${running.image.slice(0, 19)} runs, and ${recorded.image.slice(0, 19)} is on record${running.image === recorded.image ? " with other pins" : ""}`;
  return [lasting({ kind: "service", where, found }, deploy)];
}
