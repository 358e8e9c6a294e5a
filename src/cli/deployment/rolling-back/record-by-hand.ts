import type { DeploymentOutcome, DeploymentRecord } from "../../../deployment/records/deployment-record.ts";
import type { RecordingPlanning } from "../../../deployment/rolling-back/plan-recording.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import type { Json } from "../../../prompts/reading/json.ts";
import type { CommandContext, CommandResult } from "../../frame/command.ts";

/** Records as planned what somebody brought back by hand; undefined where there is nothing to record. Throws `Failure`: exit 3 or 7. */
export async function recordByHand(
  context: CommandContext,
  planning: RecordingPlanning,
  record: Pick<DeploymentRecord, "close">,
): Promise<CommandResult | undefined> {
  switch (planning.kind) {
    case "nothing":
      return undefined;
    case "refused":
      throw new Failure(`${planning.why}; nothing was recorded`, {
        exit: EXIT.invalidContent,
        fix: "Roll back to another release: `npm run status` shows what may answer.",
      });
    case "conflict":
      throw new Failure(`${planning.why}; nothing was recorded`, {
        exit: EXIT.conflict,
        fix: "Find out why, then deploy again.",
      });
    case "record":
      if (!context.isDryRun) await record.close(planning.outcome);
      return resultOf(context, planning.outcome);
  }
}

function resultOf({ isDryRun, terminal }: CommandContext, outcome: DeploymentOutcome): CommandResult {
  const place = `${outcome.service}/${outcome.environment}`;
  const json = {
    ...(isDryRun ? { dry_run: true } : {}),
    rolled_back: false,
    recorded: !isDryRun,
    ...outcome,
  };
  const head = isDryRun
    ? `would record what runs on ${place}, and deploy nothing`
    : terminal.outPalette.good(`recorded what runs on ${place}; nothing was deployed`);
  return {
    exit: EXIT.done,
    json: json as unknown as Json,
    text: [head, ...outcome.reasons.map((reason) => `  ${reason}`)].join("\n"),
  };
}
