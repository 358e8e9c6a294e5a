import { DeploymentFailed } from "../targets/deployment-failed.ts";
import { awaitEnd } from "./await-end.ts";
import type { EcsPlace, EcsPorts } from "./ecs-ports.ts";
import { look, progressIn } from "./look.ts";
import { marked } from "./own-definitions.ts";
import { strangersDeployment } from "./strangers-deployment.ts";

/** Blue and green may run side by side for a long bake time after the traffic was moved. */
const PATIENCE_MS = 90 * 60 * 1000;

/** Lets users through and waits until ECS is done. Throws `DeploymentFailed` where it came to nothing, exit 7 for a stranger's. */
export async function finishDeployment(ports: EcsPorts, place: EcsPlace, name: string): Promise<void> {
  const own = marked(await ports.api.definition(name), place.key);
  if (own === undefined) throw new DeploymentFailed(`${name} is no deployment of ${place.key}`);
  const end = await awaitEnd(ports, PATIENCE_MS, async () => {
    const progress = progressIn(await look(ports, place), own);
    if (progress.kind === "paused") {
      await ports.api.resume(progress.deployment, progress.hook, "CONTINUE");
      return undefined;
    }
    if (progress.kind !== "in_progress") return progress;
    ports.progress(progress.detail);
    return undefined;
  });
  if (end?.kind === "completed") return;
  if (end?.kind === "replaced") throw strangersDeployment(place, end.by);
  throw new DeploymentFailed(end?.detail ?? `${name} was not done within 90 minutes`);
}
