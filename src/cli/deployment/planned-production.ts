import type { EnvironmentHold } from "../../deployment/holding/environment-hold.ts";
import { type DeployPlanning, planDeployment } from "../../deployment/plan-deployment.ts";
import type { AssembledRelease } from "../../deployment/releases/assemble-release.ts";
import type { OpenedTarget } from "../../deployment/targets/opened-target.ts";
import type { ObservedState } from "../../deployment/targets/target.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import type { DeploymentPlace } from "./deployment-place.ts";
import { openTarget, productionRelease } from "./targets/deployment-wiring.ts";

/** What would be deployed, and the target that was opened for it. */
interface OpenedProduction {
  readonly assembled: AssembledRelease;
  readonly target: OpenedTarget;
}

export async function openProduction(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
): Promise<OpenedProduction> {
  const commit = (await workspace.git.head()) ?? "uncommitted";
  const assembled = await releaseFor(context, workspace, place, commit);
  return { assembled, target: await openTarget(context, workspace.root, place, assembled) };
}

interface Planned {
  readonly planning: DeployPlanning;
  readonly observed: ObservedState;
}

/** Looks beforehand and plans. Throws `Failure` where the release cannot be deployed. */
export async function planProduction(
  context: CommandContext,
  workspace: Workspace,
  { service, environment }: DeploymentPlace,
  { hold, opened }: { readonly hold: EnvironmentHold; readonly opened: OpenedProduction },
): Promise<Planned> {
  const { assembled, target } = opened;
  const { registry, files } = workspace.repository;
  if (environment.target === "local") refuseOtherImage(context.flags.text("image"), assembled.release.image);
  await target.preflight?.();
  const observed = await target.observe();
  const live = observed.deployment === undefined ? undefined : await target.verify(observed.deployment.id);
  const planning = planDeployment({
    service: service.name,
    environment: environment.name,
    ...(environment.after === undefined ? {} : { after: environment.after }),
    release: assembled.release,
    registry,
    observed,
    given: hold.state.given,
    ...(live === undefined ? {} : { live }),
    restart: context.flags.isOn("restart"),
    audit: readAudit(files),
  });
  return { planning, observed };
}

/** A restart keeps what runs, also where production is another release by now: a key that leaked waits for no image. */
async function releaseFor(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
  commit: string,
): Promise<AssembledRelease> {
  const production = productionRelease(workspace, place, commit);
  if (!context.flags.isOn("restart")) return production;
  const target = await openTarget(context, workspace.root, place);
  const { deployment } = await target.observe();
  const running = target.releases().find(({ image }) => image === deployment?.image);
  if (running === undefined || running.image === production.release.image) return production;
  return { release: running, files: [], withheld: [], problems: [] };
}

function refuseOtherImage(wanted: string | undefined, image: string): void {
  if (wanted === undefined || wanted === image) return;
  throw new Failure(`production is image ${image}, not ${wanted}; nothing was deployed`, {
    exit: EXIT.conflict,
    fix: "Deploy from the commit that made that image.",
  });
}
