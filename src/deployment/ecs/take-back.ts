import { NotTakenAway } from "../targets/not-taken-away.ts";
import { awaitEnd } from "./await-end.ts";
import type { TaskDefinition } from "./ecs-api.ts";
import type { EcsPlace, EcsPorts } from "./ecs-ports.ts";
import { deploymentOf, look, progressIn, type Sight } from "./look.ts";
import { type MarkedDefinition, marked } from "./own-definitions.ts";
import { primaryOf, progressOf } from "./own-progress.ts";

const PATIENCE_MS = 15 * 60 * 1000;

/**
 * Brings back what ran before a task definition of ours, and waits until it does. Where somebody else has the service, or
 * it went back already, nothing happens. Throws `NotTakenAway` where the way back itself fails: somebody has to look.
 */
export async function takeBack(ports: EcsPorts, place: EcsPlace, name: string): Promise<void> {
  const own = marked(await ports.api.definition(name), place.key);
  if (own === undefined) return;
  const gone = await awaitEnd(ports, PATIENCE_MS, () => stepBack(ports, place, own));
  if (gone === undefined)
    throw new NotTakenAway(`ECS did not bring back ${own.marks.previous} within 15 minutes`);
  if (gone === "finished") await updateBack(ports, place, own);
}

/** One look and what follows from it; undefined as long as there is something to wait for. */
async function stepBack(
  ports: EcsPorts,
  place: EcsPlace,
  own: MarkedDefinition,
): Promise<"gone" | "finished" | undefined> {
  const sight = await look(ports, place);
  const progress = progressIn(sight, own);
  switch (progress.kind) {
    case "completed":
      return "finished";
    case "replaced":
      return "gone";
    case "taken_back":
      if (sight.own?.name === own.name) return "finished";
      return isSettledOn(sight, own.marks.previous) ? "gone" : undefined;
    case "stuck":
      throw new NotTakenAway(progress.detail);
    case "going_back":
      ports.progress(`ECS brings back ${own.marks.previous}`);
      return undefined;
    case "paused":
      await ports.api.resume(progress.deployment, progress.hook, "ROLLBACK");
      return undefined;
    case "in_progress":
      return stopUnfinished(ports, sight, own);
  }
}

/** Finished meanwhile, or this ECS cannot stop a deployment: the earlier task definition is deployed instead. */
async function stopUnfinished(
  { api }: EcsPorts,
  sight: Sight,
  { name }: MarkedDefinition,
): Promise<"finished" | undefined> {
  const deployment = deploymentOf(sight, name);
  if (deployment === undefined) return "finished";
  return (await api.stop(deployment.arn)) ? undefined : "finished";
}

function isSettledOn({ service }: Sight, previous: string): boolean {
  const primary = primaryOf(service);
  return primary?.definition !== previous || primary.state === undefined || primary.state === "COMPLETED";
}

async function updateBack(ports: EcsPorts, place: EcsPlace, own: MarkedDefinition): Promise<void> {
  const { name } = await usable(ports, own.marks.previous);
  await ports.api.update(name);
  const end = await awaitEnd(ports, PATIENCE_MS, async () => {
    const { service, deployments } = await look(ports, place);
    const progress = progressOf({ name, previous: own.name }, service, deploymentOf({ deployments }, name));
    if (progress.kind === "in_progress" || progress.kind === "going_back") return undefined;
    if (progress.kind !== "paused") return progress;
    await ports.api.resume(progress.deployment, progress.hook, "CONTINUE");
    return undefined;
  });
  if (end?.kind === "completed" || end?.kind === "replaced") return;
  const why = end === undefined ? "it did not end within 15 minutes" : end.detail;
  throw new NotTakenAway(`${name} could not be brought back: ${why}`);
}

/** A task definition that the service can run: one that was deregistered is registered again as it was. */
async function usable({ api, definitions }: EcsPorts, name: string): Promise<Pick<TaskDefinition, "name">> {
  const known = await api.definition(name);
  if (known?.isActive === true) return known;
  const stored = definitions.read(name);
  const registrable = known?.registrable ?? stored?.registrable;
  if (registrable === undefined)
    throw new NotTakenAway(`the task definition ${name}, which ran before, is gone and was not kept here`);
  const tags = known !== undefined && Object.keys(known.tags).length > 0 ? known.tags : stored?.tags;
  return { name: await api.register(registrable, tags ?? {}) };
}
