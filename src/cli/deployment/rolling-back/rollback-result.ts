import type { DeploymentOutcome } from "../../../deployment/records/deployment-record.ts";
import { exitCodeOf } from "../../../gate/exit-code.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import type { Json, JsonObject } from "../../../prompts/reading/json.ts";
import { renderDeployment } from "../../../reporting/terminal/deployment-text.ts";
import type { CommandContext, CommandResult } from "../../frame/command.ts";

/** How a rollback ended, for people and machines; `more` stands in the document too. */
export function rollbackResult(
  { terminal }: CommandContext,
  outcome: DeploymentOutcome,
  more: JsonObject = {},
): CommandResult {
  const exit = exitCodeOf(outcome.verdict);
  const json = { rolled_back: exit === EXIT.done, ...more, ...outcome } as unknown as Json;
  return { exit, json, text: renderDeployment(outcome, terminal.outPalette) };
}
