import type { RollbackWish } from "../../../deployment/records/deployment-record.ts";
import { closingSummary } from "../../../deployment/records/plan-closing.ts";
import { isAskedRollback, recordedRollback } from "../../../deployment/rolling-back/asked-rollback.ts";
import { readAudit } from "../../../lifecycle/records/read-audit.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import type { WritePlan } from "../../../prompts/file-change.ts";
import type { CommandResult } from "../../frame/command.ts";
import type { Workspace } from "../../frame/workspace.ts";
import { type DeploymentPlace, placeName } from "../deployment-place.ts";

/** The record of a rollback here that was carried out, as far as it is not complete. */
export const unrecordedRollback = ({ store }: Workspace, place: DeploymentPlace): WritePlan | undefined =>
  store.unfinished().findLast(({ summary }) => summary === closingSummary("rollback", placeName(place)));

/**
 * The same command again means the same rollback: another release back would be one too many. Undefined where something else is
 * asked for, or none was `waiting` for its record. Throws `Failure` with exit 8 where it still is.
 */
export function completedRollback(
  workspace: Workspace,
  place: DeploymentPlace,
  waiting: WritePlan | undefined,
  wish: RollbackWish,
): CommandResult | undefined {
  if (waiting === undefined) return undefined;
  const recorded = recordedRollback(readAudit(workspace.repository.files), waiting.operation);
  if (recorded === undefined || !isAskedRollback(recorded, wish)) return undefined;
  const name = placeName(place);
  if (workspace.store.unfinished().some(({ operation }) => operation === waiting.operation))
    throw new Failure(
      `${name} is back already, and its record is committed here and could not be pushed; nothing else was rolled back`,
      {
        exit: EXIT.notStored,
        fix: "Put right what git says, then run the command again: it pushes the record.",
      },
    );
  const text = `the rollback of ${name} that was begun is on record now; nothing else was rolled back`;
  return { exit: EXIT.done, json: { rolled_back: false, completed: true }, text };
}
