import type { DeploymentStatus, ObservedState, Target } from "../targets/target.ts";
import { pinsOf } from "./definition-marks.ts";
import type { EcsPlace, EcsPorts } from "./ecs-ports.ts";
import { finishDeployment } from "./finish-deployment.ts";
import { look, progressIn, type Sight, strangerIn } from "./look.ts";
import { type MarkedDefinition, marked } from "./own-definitions.ts";
import { type OwnProgress, primaryOf } from "./own-progress.ts";
import { startDeployment } from "./start-deployment.ts";
import { strangersDeployment } from "./strangers-deployment.ts";
import { takeBack } from "./take-back.ts";

/** `DescribeServices` can be some seconds behind `UpdateService`. */
const LAG_MS = 30_000;

/**
 * The service on Amazon ECS. A deployment is a task definition of its own (`family:revision`), tagged with the operation
 * that registered it; pins stand in its environment. Everything is found again from what ECS keeps.
 */
export function createEcsTarget(
  ports: EcsPorts,
  place: EcsPlace,
  shiftsTraffic: Target["shiftsTraffic"],
): Target {
  const urlOfNew = shiftsTraffic === "on_finish" ? (place.testUrl ?? place.url) : place.url;
  const begun = new Map<string, number>();
  return {
    kind: "ecs",
    shiftsTraffic,
    observe: () => observe(ports, place, urlOfNew),
    async start(desired) {
      const id = await startDeployment(ports, place, desired);
      begun.set(id, ports.pace.now());
      return { id, url: urlOfNew };
    },
    async status(id) {
      const since = begun.get(id);
      const isEarly = since !== undefined && ports.pace.now() - since < LAG_MS;
      const status = await statusOf(ports, { place, urlOfNew, isEarly }, id);
      if (status.kind === "in_progress") ports.progress(status.detail);
      return status;
    },
    async verify(id) {
      const url = await urlOfDeployment(ports, place, id, urlOfNew);
      return url === undefined ? undefined : ports.identify(url);
    },
    finish: (id) => finishDeployment(ports, place, id),
    rollback: (id) => takeBack(ports, place, id),
  };
}

interface Asked {
  readonly place: EcsPlace;
  readonly urlOfNew: string;
  /** Whether it was begun just now, so that ECS may not know it yet. */
  readonly isEarly: boolean;
}

async function statusOf(
  ports: EcsPorts,
  { place, urlOfNew, isEarly }: Asked,
  id: string,
): Promise<DeploymentStatus> {
  const own = marked(await ports.api.definition(id), place.key);
  if (own === undefined) return { kind: "failed", detail: `${id} is no deployment of ${place.key}` };
  const sight = await look(ports, place);
  const progress = progressIn(sight, own);
  switch (progress.kind) {
    case "in_progress":
      return progress;
    case "paused":
      return { kind: "running", url: urlOfNew };
    case "completed":
      return { kind: "running", url: place.url };
    case "replaced":
      if (sight.own !== undefined) return { kind: "failed", detail: `${progress.by} was deployed instead` };
      throw strangersDeployment(place, progress.by);
    case "taken_back":
      return isEarly && isUnknownYet(sight, own)
        ? { kind: "in_progress", detail: "ECS has not begun yet" }
        : { kind: "failed", detail: progress.detail };
    case "going_back":
    case "stuck":
      return { kind: "failed", detail: progress.detail };
  }
}

/** Neither a deployment nor a task of it is known. */
function isUnknownYet({ service, deployments }: Sight, { name }: MarkedDefinition): boolean {
  return (
    !service.rollouts.some(({ definition }) => definition === name) &&
    deployments?.some(({ definition }) => definition === name) !== true
  );
}

/** Where a deployment answers, if it does. */
async function urlOfDeployment(
  ports: EcsPorts,
  place: EcsPlace,
  id: string,
  urlOfNew: string,
): Promise<string | undefined> {
  const sight = await look(ports, place);
  const { own } = sight;
  if (own === undefined) return undefined;
  const progress = progressIn(sight, own);
  if (own.name === id) return answers(progress) ? urlOf(progress, place, urlOfNew) : undefined;
  return own.marks.previous === id && progress.kind === "paused" ? place.url : undefined;
}

const answers = ({ kind }: OwnProgress): boolean => kind === "completed" || kind === "paused";

const urlOf = ({ kind }: OwnProgress, place: EcsPlace, urlOfNew: string): string =>
  kind === "paused" ? urlOfNew : place.url;

async function observe(ports: EcsPorts, place: EcsPlace, urlOfNew: string): Promise<ObservedState> {
  const sight = await look(ports, place);
  const { own } = sight;
  if (own === undefined) {
    const stranger = await strangerIn(ports, place, sight);
    return { pending: [], ...(stranger === undefined ? {} : { stranger }) };
  }
  if (progressIn(sight, own).kind !== "paused")
    return { deployment: await observed(ports, place, sight, own), pending: [] };
  const pending = [{ id: own.name, operation: own.marks.operation, url: urlOfNew }];
  const before = marked(await ports.api.definition(own.marks.previous), place.key);
  return before === undefined
    ? { pending }
    : { deployment: await observed(ports, place, sight, before), pending };
}

async function observed(
  ports: EcsPorts,
  place: EcsPlace,
  { service, deployments }: Sight,
  { name, marks, registrable }: MarkedDefinition,
): Promise<NonNullable<ObservedState["deployment"]>> {
  const { operation, image, generation } = marks;
  const rollout = service.rollouts.find(({ definition }) => definition === name) ?? primaryOf(service);
  const healthy = (rollout?.running ?? 0) > 0 && (await ports.isReady(place.url));
  const pins = pinsOf(registrable, place.container);
  const wentBack = whyEcsWentBack(deployments, name);
  return {
    ...{ id: name, operation, image, pins, generation, url: place.url, healthy },
    ...(wentBack === undefined ? {} : { wentBack }),
  };
}

/** The newest deployment is of another task definition, and ECS rolled it back. */
function whyEcsWentBack([newest]: Sight["deployments"] = [], name: string): string | undefined {
  if (newest === undefined || newest.definition === name || !newest.status.startsWith("ROLLBACK_"))
    return undefined;
  return newest.reason ?? "ECS gives no reason";
}
