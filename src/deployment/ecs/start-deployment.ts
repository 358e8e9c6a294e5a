import { pause } from "../../evaluation/running/pause.ts";
import type { JsonObject } from "../../prompts/reading/json.ts";
import { DeploymentFailed } from "../targets/deployment-failed.ts";
import type { DesiredState } from "../targets/target.ts";
import { AwsFailure } from "./aws-failure.ts";
import { tagsOf } from "./definition-marks.ts";
import type { TaskDefinition } from "./ecs-api.ts";
import type { EcsPlace, EcsPorts } from "./ecs-ports.ts";
import { deploymentOf, look, progressIn, type Sight, strangerIn } from "./look.ts";
import { definitionOfOperation, familyOf, type MarkedDefinition } from "./own-definitions.ts";
import { releaseImage, runningImage } from "./release-image.ts";
import { strangersDeployment } from "./strangers-deployment.ts";
import { takeBack } from "./take-back.ts";
import { definitionWith } from "./task-definition.ts";

/**
 * Registers the task definition of the operation, or finds it by its tag, and makes the service run it. Returns its name. A
 * deployment of the same operation that came to nothing is not begun a second time.
 */
export async function startDeployment(
  ports: EcsPorts,
  place: EcsPlace,
  desired: DesiredState,
): Promise<string> {
  const sight = await look(ports, place);
  const stranger = await strangerIn(ports, place, sight);
  if (stranger !== undefined) throw strangersDeployment(place, stranger);
  if (sight.own?.marks.operation === desired.operation) return sight.own.name;
  const family = sight.primary === undefined ? undefined : familyOf(sight.primary.name);
  const known =
    family === undefined
      ? undefined
      : await definitionOfOperation(ports.api, family, place.key, desired.operation);
  if (known !== undefined && cameToNothing(sight, known)) return known.name;
  const base = await standingBase(ports, place, sight);
  const name = known?.name ?? (await registerFor(ports, place, desired, base));
  await ports.api.update(name);
  return name;
}

function cameToNothing(sight: Sight, { name }: MarkedDefinition): boolean {
  const status = deploymentOf(sight, name)?.status;
  return status !== undefined && status !== "SUCCESSFUL";
}

/** What stays when everything unfinished is taken back: an earlier step of ours may still wait for its end. */
async function standingBase(ports: EcsPorts, place: EcsPlace, sight: Sight): Promise<TaskDefinition> {
  const { own, primary } = sight;
  if (primary === undefined)
    throw new DeploymentFailed(`the ECS service of ${place.key} has no task definition`);
  if (own === undefined || progressIn(sight, own).kind === "completed") return primary;
  await takeBack(ports, place, own.name);
  return standingBase(ports, place, await look(ports, place));
}

async function registerFor(
  ports: EcsPorts,
  place: EcsPlace,
  { release, pins, generation, operation }: DesiredState,
  base: TaskDefinition,
): Promise<string> {
  const { api, definitions } = ports;
  const image = runningImage(place, base, release.image) ?? (await releaseImage(ports, place, release));
  const next = definitionWith(base.registrable, { container: place.container, image, pins });
  if (next === undefined)
    throw new DeploymentFailed(`the task definition ${base.name} has no container "${place.container}"`);
  definitions.write(base.name, base);
  const { number, commit } = release;
  const marks = { operation, generation, release: number, image: release.image, commit };
  const tags = tagsOf({ place: place.key, ...marks, previous: base.name });
  return registerOnce(ports, next, tags, () =>
    definitionOfOperation(api, familyOf(base.name), place.key, operation),
  );
}

const ATTEMPTS = 4;
const RETRY_MS = 1000;

/** A reply can be lost, and the SDK would register a second one: it is looked for before it is tried again. */
async function registerOnce(
  { api, pace }: EcsPorts,
  registrable: JsonObject,
  tags: Readonly<Record<string, string>>,
  find: () => Promise<MarkedDefinition | undefined>,
): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await api.register(registrable, tags);
    } catch (error) {
      if (!(error instanceof AwsFailure) || !error.isTransient || attempt === ATTEMPTS) throw error;
      await pause(pace, RETRY_MS * 2 ** attempt * (0.5 + pace.random() / 2));
      const found = await find();
      if (found !== undefined) return found.name;
    }
  }
}
