import { type Marks, marksOf } from "./definition-marks.ts";
import type { EcsApi, TaskDefinition } from "./ecs-api.ts";

/** A task definition that was registered by a deployment to this place. */
export interface MarkedDefinition extends TaskDefinition {
  readonly marks: Marks;
}

/** How many revisions are looked at, the newest first. Other places may register in the same family. */
const LOOK_BACK = 20;

export function marked(definition: TaskDefinition | undefined, place: string): MarkedDefinition | undefined {
  const marks = definition === undefined ? undefined : marksOf(definition, place);
  return definition === undefined || marks === undefined ? undefined : { ...definition, marks };
}

/**
 * The active task definition of an operation, found by its tag: a reply that was lost, or a run that was killed, leaves no
 * second one behind.
 */
export async function definitionOfOperation(
  api: EcsApi,
  family: string,
  place: string,
  operation: string,
): Promise<MarkedDefinition | undefined> {
  const newest = await api.definition(family);
  for await (const definition of revisionsFrom(api, newest)) {
    const own = marked(definition, place);
    if (own?.marks.operation === operation && own.isActive) return own;
  }
  return undefined;
}

/** Whether a revision before this one was ours: whoever registered this one came after us. */
export async function cameAfterUs(api: EcsApi, stranger: TaskDefinition, place: string): Promise<boolean> {
  for await (const definition of revisionsFrom(api, stranger))
    if (marked(definition, place) !== undefined) return true;
  return false;
}

/** `prompt-service` of `prompt-service:12`. */
export const familyOf = (name: string): string => name.slice(0, name.lastIndexOf(":"));

async function* revisionsFrom(
  api: EcsApi,
  newest: TaskDefinition | undefined,
): AsyncGenerator<TaskDefinition> {
  if (newest === undefined) return;
  yield newest;
  const family = familyOf(newest.name);
  const revision = Number(newest.name.slice(family.length + 1));
  for (let back = 1; back < LOOK_BACK && revision - back >= 1; back += 1) {
    const earlier = await api.definition(`${family}:${revision - back}`);
    if (earlier !== undefined) yield earlier;
  }
}
