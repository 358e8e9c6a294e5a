import { type DeployPlan, planDeployment } from "../deployment/plan-deployment.ts";
import { EXIT } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";
import type { Json } from "../prompts/json.ts";
import type { RegistryVersion } from "../prompts/registry.ts";
import { carryOut } from "./carry-out-deployment.ts";
import type { CommandContext, CommandResult } from "./command.ts";
import { type DeploymentPlace, deploymentPlace } from "./deployment-place.ts";
import { openRecord, openTarget, productionRelease } from "./deployment-wiring.ts";
import { requireCleanGit, STATE_FILES } from "./git-wishes.ts";
import { settleOperation } from "./settle-operation.ts";
import { openWorkspace, reopen, type Workspace, withWriting } from "./workspace.ts";

/** Puts what is in production on the target that the flags name and watches it. Throws `Failure`. */
export async function deployRelease(context: CommandContext): Promise<CommandResult> {
  const opened = openWorkspace(context);
  return withWriting(context, opened, async (workspace) => {
    const place = deploymentPlace(context, workspace.repository);
    if (context.flags.isOn("stop")) return stopService(context, workspace, place);
    await requireCleanGit(context, workspace, STATE_FILES);
    return deployTo(context, workspace, place);
  });
}

/** Ends the processes of a local target; deploying again brings them back. */
async function stopService(
  context: CommandContext,
  { root }: Workspace,
  place: DeploymentPlace,
): Promise<CommandResult> {
  const target = openTarget(context, root, place);
  const { deployment, pending } = await target.observe();
  const urls = [...(deployment?.healthy === true ? [deployment.url] : []), ...pending.map(({ url }) => url)];
  if (!context.isDryRun) await target.stopAll();
  const where = `${place.service.name}/${place.environment.name}`;
  if (urls.length === 0) return quiet(`nothing runs on ${where}`, { stopped: [] });
  return quiet(`${context.isDryRun ? "would stop" : "stopped"} ${where} at ${urls.join(", ")}`, {
    stopped: urls,
  });
}

async function deployTo(
  context: CommandContext,
  workspace: Workspace,
  place: DeploymentPlace,
): Promise<CommandResult> {
  const commit = (await workspace.git.head()) ?? "uncommitted";
  const assembled = productionRelease(workspace, place, commit);
  refuseOtherImage(context.flags.text("image"), assembled.release.image);
  const target = openTarget(context, workspace.root, place, assembled);
  const record = openRecord(context, workspace, () => [assembled.release, ...target.releases()]);
  const { service, environment } = place;
  if (!context.isDryRun) {
    const releases = [assembled.release, ...target.releases()];
    const settled = await settleOperation(context, workspace, place, {
      target,
      record,
      releases,
      goesFirst: false,
    });
    if (settled.kind === "finished") return settled.result;
    if (settled.kind === "cleared") return deployTo(context, reopen(workspace), place);
  }
  const observed = await target.observe();
  const live = observed.deployment === undefined ? undefined : await target.verify(observed.deployment.id);
  const planning = planDeployment({
    service: service.name,
    environment: environment.name,
    ...(environment.after === undefined ? {} : { after: environment.after }),
    release: assembled.release,
    registry: workspace.repository.registry,
    observed,
    ...(live === undefined ? {} : { live }),
    restart: context.flags.isOn("restart"),
    held: heldTasks(workspace, place),
  });
  switch (planning.kind) {
    case "unchanged":
    case "superseded":
      return quiet(planning.why, { deployed: false, url: observed.deployment?.url ?? null });
    case "conflict":
      throw new Failure(`${planning.why}; nothing was deployed`, {
        exit: EXIT.conflict,
        fix: "Look at `npm run status`.",
      });
    case "deploy": {
      for (const note of planning.plan.notes) context.terminal.say(note);
      if (context.isDryRun) return dryRun(planning.plan);
      return carryOut(context, workspace, { plan: planning.plan, target, record });
    }
  }
}

/** Tasks that the last deployment here could not judge. */
function heldTasks({ repository }: Workspace, { service, environment }: DeploymentPlace): readonly string[] {
  const { tasks, environments } = repository.registry;
  if (environments[`${service.name}/${environment.name}`]?.status !== "held") return [];
  const isOpen = (version: string | undefined, versions: readonly RegistryVersion[]): boolean =>
    versions.some((known) => known.version === version && known.status === "promoted");
  return Object.entries(tasks).flatMap(([task, { production, versions }]) =>
    isOpen(production?.version, versions) ? [task] : [],
  );
}

function refuseOtherImage(wanted: string | undefined, image: string): void {
  if (wanted === undefined || wanted === image) return;
  throw new Failure(`production is image ${image}, not ${wanted}; nothing was deployed`, {
    exit: EXIT.conflict,
    fix: "Deploy from the commit that made that image.",
  });
}

function quiet(why: string, json: Json): CommandResult {
  return { exit: EXIT.done, json, text: why };
}

function dryRun({ intent, notes }: DeployPlan): CommandResult {
  const changed = intent.changed.map(
    ({ task, from, version }) => `  evaluate ${task} ${from ?? "(new)"} -> ${version} on the running service`,
  );
  const lines = [
    `would deploy release ${intent.to.release} (${intent.to.image.slice(0, 19)}) to ${intent.service}/${intent.environment}`,
    ...changed,
  ];
  return {
    exit: EXIT.done,
    json: { dry_run: true, intent, notes } as unknown as Json,
    text: lines.join("\n"),
  };
}
