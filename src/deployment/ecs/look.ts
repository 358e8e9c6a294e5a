import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { ADOPTED_TAG } from "./definition-marks.ts";
import type { EcsService, ServiceDeployment, TaskDefinition } from "./ecs-api.ts";
import type { EcsPlace, EcsPorts } from "./ecs-ports.ts";
import { cameAfterUs, type MarkedDefinition, marked } from "./own-definitions.ts";
import { type OwnProgress, primaryOf, progressOf } from "./own-progress.ts";

/** What the service runs now, and whose it is. */
export interface Sight {
  readonly service: EcsService;
  /** The primary task definition; undefined where the service has none. */
  readonly primary: TaskDefinition | undefined;
  /** The same, where a deployment to this place registered it. */
  readonly own: MarkedDefinition | undefined;
  readonly deployments: readonly ServiceDeployment[] | undefined;
}

/** Looks at the service. Throws `Failure` with exit 6 where it is not there or is going away. */
export async function look({ api }: EcsPorts, place: EcsPlace): Promise<Sight> {
  const service = await api.service();
  if (service.status !== "ACTIVE")
    throw new Failure(`the ECS service of ${place.key} is ${service.status}; nothing was deployed`, {
      exit: EXIT.unhealthy,
      fix: "Create it again, or name another one in pipeline.config.yaml.",
    });
  const name = primaryOf(service)?.definition;
  const primary = name === undefined ? undefined : await api.definition(name);
  return { service, primary, own: marked(primary, place.key), deployments: await api.deployments() };
}

/** The newest deployment of a task definition. */
export const deploymentOf = (
  { deployments }: Pick<Sight, "deployments">,
  definition: string,
): ServiceDeployment | undefined => deployments?.find((deployment) => deployment.definition === definition);

export function progressIn(sight: Sight, { name, marks }: MarkedDefinition): OwnProgress {
  const own = { name, previous: marks.previous };
  return progressOf(own, sight.service, deploymentOf(sight, name));
}

/** The name of what somebody else put there after us. What was there before our first deployment is nobody's. */
export async function strangerIn(
  { api }: EcsPorts,
  place: EcsPlace,
  sight: Sight,
): Promise<string | undefined> {
  const { primary, own } = sight;
  if (primary === undefined || own !== undefined || primary.tags[ADOPTED_TAG] !== undefined) return undefined;
  return (await cameAfterUs(api, primary, place.key)) ? primary.name : undefined;
}
