import type { Release } from "../../prompts/records/release.ts";
import type { ReleaseFile } from "../releases/assemble-release.ts";
import { DeploymentFailed } from "../targets/deployment-failed.ts";
import type { OpenedTarget } from "../targets/opened-target.ts";
import type { DesiredState, ObservedState, StartedDeployment } from "../targets/target.ts";
import { createDeploymentStore, type DeploymentStore, type LocalDeployment } from "./deployment-store.ts";
import { createLauncher, type Launcher, type LauncherOptions } from "./local-launcher.ts";
import { probeIdentity, probeReadiness } from "./probe-service.ts";

/** Releases that can be gone back to besides the one that answers and the one before it. */
const KEPT_RELEASES = 3;

export interface LocalTargetOptions extends LauncherOptions {
  /** `.pipeline/deployments/<service>/<environment>` as an absolute path. */
  readonly folder: string;
  /** What a release's folder holds; undefined where it is an earlier one that can only be there already. */
  contents(release: Release): readonly ReleaseFile[] | undefined;
}

/**
 * The service as a process on loopback: the new one beside the old one, traffic moved by one atomic rename of
 * `current.json`. One command at a time may use an environment.
 */
export function createLocalTarget(options: LocalTargetOptions): OpenedTarget {
  const store = createDeploymentStore(options.folder);
  const launcher = createLauncher(store, options);
  return {
    kind: "local",
    shiftsTraffic: "on_finish",
    releases: () => store.releases(),
    observe: () => observe(store, launcher),
    start: (desired) => start(store, launcher, options, desired),
    async status(id) {
      const known = store.read(id);
      if (known?.url === undefined || !launcher.isRunning(known))
        return { kind: "failed", detail: launcher.lastWords(id) };
      const readiness = await probeReadiness(known.url);
      switch (readiness.kind) {
        case "ready":
          return { kind: "running", url: known.url };
        case "not_ready":
          return { kind: "failed", detail: readiness.why };
        case "silent":
          return { kind: "in_progress", detail: "the process runs and does not answer yet" };
      }
    },
    async verify(id) {
      const known = store.read(id);
      return known?.url !== undefined && launcher.isRunning(known) ? probeIdentity(known.url) : undefined;
    },
    finish: (id) => finish(store, launcher, id),
    rollback: (id) => rollback(store, launcher, id),
    async stopAll() {
      store.point(undefined);
      await launcher.stopOthers(undefined);
      for (const { id } of store.all()) store.remove(id);
    },
  };
}

async function observe(store: DeploymentStore, launcher: Launcher): Promise<ObservedState> {
  const current = store.pointer()?.id;
  const known = current === undefined ? undefined : store.read(current);
  const pending = store
    .all()
    .filter((deployment) => deployment.id !== current && launcher.isRunning(deployment))
    .map(({ id, operation, url = "" }) => ({ id, operation, url }));
  if (known === undefined) return { pending };
  const { id, operation, image, pins, generation, url = "" } = known;
  const healthy = launcher.isRunning(known) && (await probeReadiness(url)).kind === "ready";
  return { deployment: { id, operation, image, pins, generation, url, healthy }, pending };
}

async function start(
  store: DeploymentStore,
  launcher: Launcher,
  options: LocalTargetOptions,
  desired: DesiredState,
): Promise<StartedDeployment> {
  const id = desired.operation.slice(0, 16);
  const known = store.read(id);
  if (known?.url !== undefined && launcher.isRunning(known)) return { id, url: known.url };
  const { release, operation, pins, generation } = desired;
  const folder = `${release.number}-${release.image.slice("sha256:".length, "sha256:".length + 12)}`;
  provideRelease(store, options, folder, release);
  return launcher.launch({
    schema_version: 1,
    id,
    operation,
    generation,
    image: release.image,
    release: folder,
    pins,
  });
}

function provideRelease(
  store: DeploymentStore,
  options: LocalTargetOptions,
  folder: string,
  release: Release,
): void {
  if (store.isComplete(folder, release)) return;
  const files = options.contents(release);
  if (files === undefined)
    throw new DeploymentFailed(`the files of release ${release.number} are not on this machine any more`);
  store.writeRelease(folder, files);
}

async function finish(store: DeploymentStore, launcher: Launcher, id: string): Promise<void> {
  const known = store.read(id);
  if (known?.url === undefined || !launcher.isRunning(known))
    throw new DeploymentFailed(launcher.lastWords(id));
  const before = store.pointer();
  if (before?.id !== id)
    store.point({
      schema_version: 1,
      id,
      url: known.url,
      ...(before === undefined ? {} : { previous: before.id }),
    });
  await launcher.stopOthers(id);
  const kept = [id, store.pointer()?.previous];
  for (const other of store.all()) if (!kept.includes(other.id)) store.remove(other.id);
  store.pruneReleases(KEPT_RELEASES);
}

async function rollback(store: DeploymentStore, launcher: Launcher, id: string): Promise<void> {
  const pointer = store.pointer();
  if (pointer?.id === id) await pointBack(store, launcher, pointer.previous);
  await launcher.stop(id);
  store.remove(id);
}

async function pointBack(
  store: DeploymentStore,
  launcher: Launcher,
  previous: string | undefined,
): Promise<void> {
  const known: LocalDeployment | undefined = previous === undefined ? undefined : store.read(previous);
  if (known === undefined) {
    store.point(undefined);
    return;
  }
  const { id, url } = await launcher.launch(known);
  store.point({ schema_version: 1, id, url });
}
