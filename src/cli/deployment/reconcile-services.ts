import { broughtBack } from "../../deployment/brought-back.ts";
import type { OpenedTarget } from "../../deployment/opened-target.ts";
import { reconcileService, type SeenService } from "../../deployment/reconcile-service.ts";
import { type Difference, lasting } from "../../lifecycle/reconciling/difference.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { recordedEnvironments } from "../../lifecycle/records/recorded-environments.ts";
import type { PipelineConfig } from "../../prompts/config.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { CONFIG_FILE } from "../../prompts/layout.ts";
import type { RegistryEnvironment } from "../../prompts/records/registry.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import { type DeploymentPlace, placeName } from "./deployment-place.ts";
import { openTarget } from "./deployment-wiring.ts";
import { lookAtEnvironment } from "./hold-environment.ts";

/** An environment, and what differs there. */
export interface ReconciledPlace {
  readonly place: DeploymentPlace;
  readonly differences: readonly Difference[];
}

/**
 * What runs against what is on record. A service that does not run here says nothing; one that cannot be asked is named and
 * left out.
 */
export async function reconcileServices(
  context: CommandContext,
  workspace: Workspace,
): Promise<readonly ReconciledPlace[]> {
  const { repository } = workspace;
  const recorded = recordedEnvironments(readAudit(repository.files));
  const reconciled: ReconciledPlace[] = [];
  for (const place of placesToLookAt(context, repository.config)) {
    const record = recorded.get(placeName(place));
    if (place.environment.target !== "local" && record === undefined) continue;
    const { isBusy = false, stranger, ...seen } = await see(context, workspace, place);
    if (isBusy) continue;
    const differences =
      stranger === undefined
        ? reconcileService(
            placeName(place),
            { ...seen, ...whoseDoing(repository, place, seen, record) },
            record,
          )
        : [strangerThere(placeName(place), stranger)];
    if (differences.length > 0) reconciled.push({ place, differences });
  }
  return reconciled;
}

/** Whether what runs is an earlier deployment of ours that somebody put back. */
function whoseDoing(
  { registry, files }: Repository,
  { service, environment }: DeploymentPlace,
  { running }: SeenService,
  record: RegistryEnvironment | undefined,
): Pick<SeenService, "broughtBack"> {
  if (running === undefined || record === undefined) return {};
  const place = { service: service.name, environment: environment.name };
  return { broughtBack: broughtBack(readAudit(files), registry, place, running, record) };
}

/** Those that the flags name, or all. Throws `Failure` with exit 2 where they name none. */
function placesToLookAt({ flags }: CommandContext, { services }: PipelineConfig): readonly DeploymentPlace[] {
  const [service, environment] = [flags.text("service"), flags.text("environment")];
  const all = services.flatMap((one) =>
    one.environments.map((each) => ({ service: one, environment: each })),
  );
  const named = all.filter(
    (place) =>
      (service === undefined || place.service.name === service) &&
      (environment === undefined || place.environment.name === environment),
  );
  if (named.length > 0 || (service ?? environment) === undefined) return named;
  throw new Failure(`${CONFIG_FILE} has no ${service ?? "*"}/${environment ?? "*"}; nothing was done`, {
    exit: EXIT.usage,
    fix: `Known: ${all.map(placeName).join(", ") || "none"}.`,
  });
}

function strangerThere(where: string, name: string): Difference {
  const found = `${name} has the service, which this pipeline did not deploy`;
  return lasting({ kind: "service", where, found }, "docs/deployment.md says how to accept it.");
}

interface Seen extends SeenService {
  /** Somebody deploys there at this moment. */
  readonly isBusy?: boolean;
  readonly stranger?: string;
}

async function see(context: CommandContext, workspace: Workspace, place: DeploymentPlace): Promise<Seen> {
  const name = placeName(place);
  const agreed = await lookAtEnvironment(context, workspace, name);
  if (agreed.kind === "at_work") {
    context.terminal.say(`${name} was not looked at: the ${agreed.who} is at work there`);
    return { isBusy: true };
  }
  const begun = agreed.kind === "unfinished" ? { begun: agreed.generation } : {};
  try {
    return { ...begun, ...(await ask(await openTarget(context, workspace.root, place))) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    context.terminal.say(`${name} was not looked at: ${error.message}. ${error.fix}`);
    return begun;
  }
}

async function ask(target: OpenedTarget): Promise<Seen> {
  const { deployment: running, stranger } = await target.observe();
  if (stranger !== undefined) return { stranger };
  if (running === undefined) return { isEverywhere: target.kind === "ecs" };
  const live = await target.verify(running.id);
  return { running, ...(live === undefined ? {} : { live }), imageDrift: await target.imageDrift?.() };
}
