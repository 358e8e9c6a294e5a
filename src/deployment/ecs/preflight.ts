import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { RegistryEnvironment } from "../../prompts/records/registry.ts";
import type { Release } from "../../prompts/records/release.ts";
import type { EcsPlace, EcsPorts } from "./ecs-ports.ts";
import { look, type Sight, strangerIn } from "./look.ts";
import { openSecrets } from "./open-secrets.ts";
import { digestOfDefinition, findImage, imageTag, releaseImage, runningImage } from "./release-image.ts";
import { strangersDeployment } from "./strangers-deployment.ts";

export interface PreflightFacts {
  /** What is to be deployed. */
  readonly release: Release;
  /** What the registry says of the service's environments. */
  readonly environments: readonly RegistryEnvironment[];
  /** Variables that pipeline.config.yaml names for keys. */
  readonly keys: readonly string[];
}

/**
 * What has to be right before anything is deployed. Throws `Failure`: exit 2 for settings that do not fit, 3 for a secret in the
 * open, 6 where nothing could run or a rollback would find no image, 7 where somebody else has the service. Returns what a person should know.
 */
export async function preflight(
  ports: EcsPorts,
  place: EcsPlace,
  facts: PreflightFacts,
): Promise<readonly string[]> {
  const sight = await look(ports, place);
  const stranger = await strangerIn(ports, place, sight);
  if (stranger !== undefined) throw strangersDeployment(place, stranger);
  refuseEmpty(place, sight);
  refuseMisfit(place, sight);
  refuseOpenSecrets(sight, facts.keys);
  const { primary } = sight;
  if (primary === undefined || runningImage(place, primary, facts.release.image) === undefined)
    await releaseImage(ports, place, facts.release);
  await requireImages(ports, place, sight, facts);
  return sight.service.breaksCircuit || sight.service.pausesBeforeTraffic
    ? []
    : [
        "The service's deployment circuit breaker does not roll back: a deployment that hangs is stopped after --timeout.",
      ];
}

function refuseEmpty({ key }: EcsPlace, { service }: Sight): void {
  if (service.desired > 0) return;
  throw new Failure(
    `the ECS service of ${key} has a desired count of 0: no task would start, and there is no rollback target; nothing was deployed`,
    { exit: EXIT.unhealthy, fix: "Set its desired count to 1 or more, then deploy again." },
  );
}

/** Whether ECS waits for us and where it can be asked meanwhile belong together. */
function refuseMisfit({ key, testUrl }: EcsPlace, { service }: Sight): void {
  if (service.pausesBeforeTraffic === (testUrl !== undefined)) return;
  const [found, fix] = service.pausesBeforeTraffic
    ? [
        "waits at POST_TEST_TRAFFIC_SHIFT, and pipeline.config.yaml names no test_url",
        "Write the test listener's URL as test_url, or remove the PAUSE hook.",
      ]
    : [
        "has no PAUSE hook at POST_TEST_TRAFFIC_SHIFT, and pipeline.config.yaml names a test_url",
        "Add the hook to the service, or remove test_url.",
      ];
  throw new Failure(`the ECS service of ${key} ${found}; nothing was deployed`, { exit: EXIT.usage, fix });
}

function refuseOpenSecrets({ primary }: Sight, keys: readonly string[]): void {
  if (primary === undefined) return;
  const problems = openSecrets(primary.name, primary.registrable, keys);
  if (problems.length === 0) return;
  throw new Failure("the task definition has secrets in the open; nothing was deployed", {
    exit: EXIT.invalidContent,
    fix: "Give secrets by secrets[].valueFrom.",
    problems,
  });
}

/** A life-cycle policy of the repository must not have taken what a rollback needs. */
async function requireImages(
  ports: EcsPorts,
  place: EcsPlace,
  { own }: Sight,
  { release, environments }: PreflightFacts,
): Promise<void> {
  const { images } = ports;
  const digest = own === undefined ? undefined : digestOfDefinition(place, own);
  const missing = digest === undefined || (await images.has(digest)) ? [] : [digest];
  for (const { release: number, image } of environments) {
    if (image === own?.marks.image) continue;
    const named = { service: release.service, number, image };
    if ((await findImage(ports, place, named)) === undefined) missing.push(imageTag(named));
  }
  if (missing.length === 0) return;
  const list = [...new Set(missing)].join(", ");
  throw new Failure(`${images.repository} has lost what a rollback needs: ${list}; nothing was deployed`, {
    exit: EXIT.unhealthy,
    fix: "Push it again, and let the repository's life-cycle policy keep it.",
  });
}
