import { join } from "node:path";
import { createDefinitionFiles } from "../../../deployment/adapters/ecs/definition-files.ts";
import { createEcrRegistry } from "../../../deployment/adapters/ecs/ecr-client.ts";
import { createEcsApi } from "../../../deployment/adapters/ecs/ecs-client.ts";
import {
  createReleaseFiles,
  lockedFilesAt,
  type ReleaseFiles,
} from "../../../deployment/adapters/ecs/release-history.ts";
import { requireIdentity } from "../../../deployment/adapters/ecs/sts-client.ts";
import { probeIdentity, probeReadiness } from "../../../deployment/adapters/probe-service.ts";
import { matchTasks } from "../../../deployment/adapters/task-globs.ts";
import { deployedDefinitions } from "../../../deployment/ecs/deployed-releases.ts";
import type { EcsPlace, EcsPorts } from "../../../deployment/ecs/ecs-ports.ts";
import { createEcsTarget } from "../../../deployment/ecs/ecs-target.ts";
import { imageDrift } from "../../../deployment/ecs/image-drift.ts";
import { type PreflightFacts, preflight } from "../../../deployment/ecs/preflight.ts";
import { environmentsInRepository } from "../../../deployment/ecs/same-repository.ts";
import { type AssembledRelease, assembleRelease } from "../../../deployment/releases/assemble-release.ts";
import { findLockedFiles } from "../../../deployment/releases/locked-files.ts";
import type { OpenedTarget } from "../../../deployment/targets/opened-target.ts";
import { systemPace } from "../../../evaluation/adapters/system-pace.ts";
import { runGit } from "../../../lifecycle/adapters/git/git-process.ts";
import { createDiskFiles } from "../../../prompts/adapters/disk-files.ts";
import type { EcsConfig, PipelineConfig } from "../../../prompts/config.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import { REGISTRY_FILE, SCRATCH_FOLDER } from "../../../prompts/layout.ts";
import type { Release } from "../../../prompts/records/release.ts";
import { readRepository } from "../../../prompts/repository.ts";
import { parseRegistryFile } from "../../../prompts/yaml-formats.ts";
import type { CommandContext } from "../../frame/command.ts";
import { tellProgress } from "../../frame/tell-progress.ts";
import { type DeploymentPlace, placeName } from "../deployment-place.ts";
import { awsClientSettings } from "./aws-client-settings.ts";

/** The ECS service that an environment names, looked at before anything is done there. Throws `Failure`. */
export async function openEcsTarget(
  context: CommandContext,
  root: string,
  place: DeploymentPlace,
  assembled?: AssembledRelease,
): Promise<OpenedTarget> {
  const ecs = configured(place);
  refuseOtherRegion(context, ecs);
  await requireIdentity(awsClientSettings(ecs.region), ecs);
  const folder = join(root, SCRATCH_FOLDER, "deployments", place.service.name, place.environment.name);
  const kept = createReleaseFiles(join(folder, "releases"));
  const ports = portsOf(context, ecs, folder);
  const where = ecsPlace(context, place, ecs, assembled);
  const target = createEcsTarget(ports, where, ecs.test_url === undefined ? "on_start" : "on_finish");
  let notes: readonly string[] = [];
  const releases = await earlierReleases(context, root, place, { ports, kept });
  return {
    ...target,
    start: async (desired) => {
      for (const note of notes) context.terminal.say(note);
      kept.write(desired.release);
      return target.start(desired);
    },
    releases: () => releases,
    preflight: async () => {
      if (assembled === undefined) return;
      notes = await preflight(ports, where, factsOf(root, place, { ecs, release: assembled.release }));
    },
    imageDrift: () => imageDrift(ports, where),
    stopAll: async () => {
      throw new Failure(`${placeName(place)} runs on ECS and is not stopped from here; nothing was done`, {
        exit: EXIT.usage,
        fix: "Set the service's desired count to 0 by your own means.",
      });
    },
  };
}

function configured({ service, environment }: DeploymentPlace): EcsConfig {
  if (environment.ecs !== undefined && environment.url !== undefined) return environment.ecs;
  throw new Failure(`${service.name}/${environment.name} has no "ecs" or no "url"; nothing was deployed`, {
    exit: EXIT.usage,
    fix: "`npm run validate` says what pipeline.config.yaml lacks.",
  });
}

function refuseOtherRegion({ environment }: CommandContext, { region }: EcsConfig): void {
  const found = environment["AWS_REGION"];
  if (found === undefined || found === "" || found === region) return;
  throw new Failure(`AWS_REGION is ${found}, and pipeline.config.yaml says ${region}; nothing was touched`, {
    exit: EXIT.usage,
    fix: "Unset AWS_REGION, or mend pipeline.config.yaml.",
  });
}

function portsOf(context: CommandContext, ecs: EcsConfig, folder: string): EcsPorts {
  const { account, region, repository } = ecs;
  const settings = awsClientSettings(region);
  return {
    api: createEcsApi(settings, ecs),
    images: createEcrRegistry(settings, { account, repository }),
    definitions: createDefinitionFiles(join(folder, "task-definitions")),
    identify: probeIdentity,
    isReady: async (url) => (await probeReadiness(url)).kind === "ready",
    pace: systemPace,
    progress: tellProgress(context.terminal),
    isStopped: () => context.signal.aborted,
  };
}

function ecsPlace(
  { flags }: CommandContext,
  place: DeploymentPlace,
  { container = "prompt-service", test_url }: EcsConfig,
  assembled: AssembledRelease | undefined,
): EcsPlace {
  const digest = assembled === undefined ? undefined : flags.text("image");
  const content = assembled?.release.image;
  return {
    key: placeName(place),
    container,
    url: withoutSlash(place.environment.url ?? ""),
    ...(test_url === undefined ? {} : { testUrl: withoutSlash(test_url) }),
    ...(digest === undefined || content === undefined || digest === content
      ? {}
      : { pushedImage: { content, digest } }),
  };
}

const withoutSlash = (url: string): string => url.replace(/\/+$/, "");

function factsOf(
  root: string,
  { service }: DeploymentPlace,
  { ecs, release }: { readonly ecs: EcsConfig; readonly release: Release },
): PreflightFacts {
  const { registry, config } = readRepository(createDiskFiles(root));
  return {
    release,
    environments: environmentsInRepository(registry, service, ecs).filter(
      ({ status }) => status === "verified" || status === "rolled_back",
    ),
    keys: keysOf(config),
  };
}

const keysOf = ({ providers, notify }: PipelineConfig): readonly string[] => [
  ...Object.values(providers).flatMap(({ key_env }) => key_env ?? []),
  ...notify.flatMap(({ secret_env }) => secret_env ?? []),
];

/** What was deployed there before, made again from git or as it was kept here; what cannot be made again is left out. */
async function earlierReleases(
  { environment }: CommandContext,
  root: string,
  place: DeploymentPlace,
  { ports, kept }: { readonly ports: EcsPorts; readonly kept: ReleaseFiles },
): Promise<readonly Release[]> {
  const known = new Map(kept.all().map((release) => [release.image, release]));
  const git = (args: readonly string[], input?: string) => runGit(root, environment, args, input);
  for (const { marks } of await deployedDefinitions(ports.api, placeName(place))) {
    if (known.has(marks.image) || !/^[0-9a-f]{40,64}$/.test(marks.commit)) continue;
    const files = await lockedFilesAt(git, marks.commit);
    const bytes = files.read(REGISTRY_FILE);
    const registry = bytes === undefined ? undefined : parseRegistryFile(REGISTRY_FILE, bytes).value;
    if (registry === undefined) continue;
    const { release, problems } = assembleRelease({
      service: place.service.name,
      isServed: matchTasks(place.service.tasks),
      registry,
      files: findLockedFiles(files),
      commit: marks.commit,
      number: marks.release,
    });
    if (problems.length === 0 && release.image === marks.image) known.set(release.image, release);
  }
  return [...known.values()].sort((a, b) => b.number - a.number);
}
