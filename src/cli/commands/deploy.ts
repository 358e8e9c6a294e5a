import { mayRollBackAutomatically } from "../../deployment/automatic-rollback.ts";
import { type DeployPorts, deploy } from "../../deployment/deploy.ts";
import type { DeploymentOutcome } from "../../deployment/deployment-record.ts";
import { type DeployPlan, planDeployment } from "../../deployment/plan-deployment.ts";
import type { Target } from "../../deployment/target.ts";
import { exitCodeOf } from "../../gate/exit-code.ts";
import { readAudit } from "../../lifecycle/read-audit.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Json } from "../../prompts/json.ts";
import type { Command, CommandContext, CommandResult } from "../command.ts";
import { type DeploymentPlace, deploymentPlace, PLACE_FLAGS } from "../deployment-place.ts";
import { openRecord, openTarget, productionRelease } from "../deployment-wiring.ts";
import { type LiveEvaluation, liveEvaluation } from "../evaluate-live.ts";
import { GIT_FLAGS, requireCleanGit } from "../git-wishes.ts";
import { waitWithin } from "../wait-within.ts";
import { openWorkspace, type Workspace, withWriting } from "../workspace.ts";

const DEFAULT_TIMEOUT_SECONDS = 900;

export const deployCommand: Command = {
  name: "deploy",
  summary: "Puts what is in production on a target and watches it until it is verified or rolled back.",
  writes: true,
  flags: {
    ...PLACE_FLAGS,
    image: { kind: "text", value: "DIGEST", help: "refuse to deploy anything but this image (sha256:...)" },
    timeout: {
      kind: "number",
      value: "SECONDS",
      help: `how long it may take to run (default ${DEFAULT_TIMEOUT_SECONDS})`,
      least: 1,
    },
    restart: {
      kind: "switch",
      help: "new processes of the same release, for example after a key was rotated",
    },
    ...GIT_FLAGS,
  },
  examples: [
    "npm run deploy -- --environment local",
    "npm run deploy -- --service prompt-service --environment local --commit --push",
  ],
  run: async (context) => {
    const opened = openWorkspace(context);
    return withWriting(context, opened, async (workspace) => {
      await requireCleanGit(context, workspace);
      return deployTo(context, workspace, deploymentPlace(context, workspace.repository));
    });
  },
};

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

function refuseOtherImage(wanted: string | undefined, image: string): void {
  if (wanted === undefined || wanted === image) return;
  throw new Failure(`production is image ${image}, not ${wanted}; nothing was deployed`, {
    exit: EXIT.conflict,
    fix: "Deploy from the commit that made that image.",
  });
}

interface Undertaking {
  readonly plan: DeployPlan;
  readonly target: Target;
  readonly record: DeployPorts["record"];
}

async function carryOut(
  context: CommandContext,
  workspace: Workspace,
  { plan, target, record }: Undertaking,
): Promise<CommandResult> {
  const measured: LiveEvaluation[] = [];
  const { release } = plan.intent.to;
  context.terminal.say(`deploying release ${release} to ${plan.intent.service}/${plan.intent.environment}`);
  const outcome = await deploy(plan, {
    target,
    record,
    evaluateLive: liveEvaluation(context, workspace, (evaluation) => measured.push(evaluation)),
    wait: waitWithin((context.flags.number("timeout") ?? DEFAULT_TIMEOUT_SECONDS) * 1000),
    mayRollBack: mayRollBack(workspace, plan),
  });
  const { deployment } = await target.observe();
  return resultOf(context, outcome, measured, deployment?.url);
}

function mayRollBack({ repository }: Workspace, { intent }: DeployPlan): boolean {
  const earlier = readAudit(repository.files).filter(
    ({ action, phase, service, environment, verdict }) =>
      action === "rollback" &&
      phase === "done" &&
      verdict !== undefined &&
      service === intent.service &&
      environment === intent.environment,
  );
  return mayRollBackAutomatically(
    earlier.map(({ at }) => at),
    new Date().toISOString(),
  );
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

function resultOf(
  { terminal }: CommandContext,
  outcome: DeploymentOutcome,
  measured: readonly LiveEvaluation[],
  url: string | undefined,
): CommandResult {
  const palette = terminal.outPalette;
  const exit = exitCodeOf(outcome.verdict);
  const mark = exit === EXIT.done ? palette.good : palette.bad;
  const head = `${mark(outcome.state.status)} release ${outcome.state.release} on ${outcome.service}/${outcome.environment}`;
  const json = { deployed: true, url: url ?? null, ...outcome, runs: measured.map(({ run }) => run.report) };
  const lines = [
    head,
    ...outcome.reasons.map((reason) => `  ${reason}`),
    ...(url === undefined ? [] : [`  ${url}`]),
  ];
  return { exit, json: json as unknown as Json, text: lines.join("\n") };
}
