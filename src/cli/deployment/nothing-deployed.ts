import type { DeployPlanning } from "../../deployment/plan-deployment.ts";
import type { DeployPlan } from "../../deployment/records/deploy-plan.ts";
import type { ObservedState } from "../../deployment/targets/target.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";

/** What a plan comes to where nothing is deployed. Throws `Failure` with exit 7. */
export function nothingDeployed(
  context: CommandContext,
  planning: DeployPlanning,
  { deployment }: ObservedState,
): CommandResult {
  switch (planning.kind) {
    case "unchanged":
    case "superseded":
      return {
        exit: EXIT.done,
        json: { deployed: false, url: deployment?.url ?? null },
        text: planning.why,
      };
    case "conflict":
      throw new Failure(`${planning.why}; nothing was deployed`, {
        exit: EXIT.conflict,
        fix: "Look at `npm run status`.",
      });
    case "deploy":
      for (const note of planning.plan.notes) context.terminal.say(note);
      return dryRun(planning.plan);
  }
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
