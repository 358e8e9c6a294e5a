import type { EarlierNames } from "../../../gate/model-changes.ts";
import { readPastRuns } from "../../../lifecycle/evidence/run-history.ts";
import type { Model } from "../../../prompts/metadata.ts";
import type { Repository } from "../../../prompts/repository.ts";
import type { ReadyTask } from "../ready-task.ts";
import { citedRunOf } from "../versions.ts";
import type { PlannedArms } from "./arm-plan.ts";

/**
 * What the candidate's model answered as before: in the run that the compared version rests on, and in the newest one on
 * record. Runs of other models, and runs that know no names, say nothing.
 */
export function earlierNames(
  repository: Repository,
  ready: ReadyTask,
  { candidate, baseline }: PlannedArms,
): readonly EarlierNames[] {
  const past = readPastRuns(repository.files, ready.task.entry.address).map(({ figures }) => figures);
  const cited = baseline === undefined ? undefined : citedRunOf(repository, ready, baseline.version)?.report;
  const ofModel = past.filter(({ model }) => isSameModel(model, candidate.prompt.model));
  const named = ofModel.flatMap(({ run_id, answered_as }) =>
    answered_as === undefined ? [] : [{ run_id, answered_as }],
  );
  const newest = named.at(-1);
  return [
    ...named.filter(({ run_id }) => run_id === cited?.run_id && run_id !== newest?.run_id),
    ...(newest === undefined ? [] : [newest]),
  ];
}

type ModelName = Pick<Model, "provider" | "name">;

/** Whatever their parameters are. */
export function isSameModel(one: ModelName, other: ModelName | undefined): boolean {
  return one.provider === other?.provider && one.name === other.name;
}
