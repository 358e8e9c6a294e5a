import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Pace } from "../../evaluation/running/pace.ts";
import { pause } from "../../evaluation/running/pause.ts";
import { isJsonObject } from "../../prompts/reading/json.ts";
import { DeploymentFailed } from "../targets/deployment-failed.ts";
import type { StartedDeployment } from "../targets/target.ts";
import type { DeploymentStore, LocalDeployment } from "./deployment-store.ts";
import { probeReadiness } from "./probe-service.ts";
import {
  findByArgument,
  isAlive,
  type ProcessIdentity,
  spawnDetached,
  stopProcess,
} from "./service-process.ts";

const START_TIMEOUT_MS = 30_000;
const STOP_TIMEOUT_MS = 30_000;
const POLL_MS = 20;

/** How the processes of one environment are started and ended. */
export interface LauncherOptions {
  /**
   * Command line that serves a release folder on a free port of the loopback address and, once it listens, writes
   * `{"url","pid"}` to the ready file.
   */
  command(paths: { readonly releaseFolder: string; readonly readyFile: string }): readonly string[];
  /** The service's environment; `PROMPT_PINS` is added. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly pace: Pace;
  readonly startTimeoutMs?: number;
  readonly stopTimeoutMs?: number;
}

/** Processes of one environment, by the deployment that they belong to. */
export interface Launcher {
  isRunning(deployment: LocalDeployment): boolean;
  /** Starts the process and waits until it is ready; finds it where it is. Throws `DeploymentFailed`, and nothing runs then. */
  launch(deployment: LocalDeployment): Promise<StartedDeployment>;
  stop(id: string): Promise<void>;
  /** Ends every process of the environment but this one's, recorded or not. */
  stopOthers(id: string | undefined): Promise<void>;
  /** The end of what a deployment's process wrote, for a person. */
  lastWords(id: string): string;
}

export function createLauncher(store: DeploymentStore, options: LauncherOptions): Launcher {
  const { pace, startTimeoutMs = START_TIMEOUT_MS, stopTimeoutMs = STOP_TIMEOUT_MS } = options;
  const isRunning = ({ process }: LocalDeployment): boolean => process !== undefined && isAlive(process);
  const stopAll = async (processes: readonly ProcessIdentity[]): Promise<void> => {
    const once = new Map(processes.map((process) => [process.pid, process])).values();
    await Promise.all([...once].map((process) => stopProcess(process, pace, stopTimeoutMs)));
  };
  const stop = (id: string): Promise<void> => {
    const recorded = store.read(id)?.process;
    return stopAll([
      ...(recorded === undefined ? [] : [recorded]),
      ...findByArgument(store.pathOf(id, "ready")),
    ]);
  };
  const launch = async (deployment: LocalDeployment): Promise<StartedDeployment> => {
    if (deployment.url !== undefined && isRunning(deployment))
      return { id: deployment.id, url: deployment.url };
    await stop(deployment.id);
    const { process: _, url: __, ...planned } = deployment;
    store.write(planned);
    const started = begin(store, options, planned);
    const outcome = await untilReady(store, planned, started, {
      pace,
      deadline: pace.now() + startTimeoutMs,
    });
    if (outcome.kind === "ready" && started !== undefined) {
      store.write({ ...planned, process: started, url: outcome.url });
      return { id: planned.id, url: outcome.url };
    }
    const words = lastWords(store, planned.id);
    await stop(planned.id);
    store.remove(planned.id);
    throw new DeploymentFailed(outcome.kind === "ready" ? words : `${outcome.why}: ${words}`);
  };
  return {
    isRunning,
    launch,
    stop,
    async stopOthers(id) {
      const kept = id === undefined ? undefined : store.read(id)?.process?.pid;
      const recorded = store.all().flatMap(({ process }) => process ?? []);
      const all = [...recorded, ...findByArgument(join(store.folder, "deployments/"))];
      await stopAll(all.filter(({ pid }) => pid !== kept));
    },
    lastWords: (id) => lastWords(store, id),
  };
}

function begin(
  store: DeploymentStore,
  options: LauncherOptions,
  planned: LocalDeployment,
): ProcessIdentity | undefined {
  const readyFile = store.pathOf(planned.id, "ready");
  rmSync(readyFile, { force: true });
  const argv = options.command({ releaseFolder: store.releaseFolder(planned.release), readyFile });
  const environment = { ...options.environment, PROMPT_PINS: JSON.stringify(planned.pins) };
  return spawnDetached(argv, environment, store.pathOf(planned.id, "log"));
}

type Outcome =
  | { readonly kind: "ready"; readonly url: string }
  | { readonly kind: "failed"; readonly why: string };

async function untilReady(
  store: DeploymentStore,
  { id }: LocalDeployment,
  started: ProcessIdentity | undefined,
  { pace, deadline }: { readonly pace: LauncherOptions["pace"]; readonly deadline: number },
): Promise<Outcome> {
  for (;;) {
    if (started === undefined) return { kind: "failed", why: "the service's command cannot be run" };
    const url = readReadyFile(store.pathOf(id, "ready"));
    const readiness = url === undefined ? undefined : await probeReadiness(url);
    if (url !== undefined && readiness?.kind === "ready") return { kind: "ready", url };
    if (readiness?.kind === "not_ready") return { kind: "failed", why: readiness.why };
    if (!isAlive(started)) return { kind: "failed", why: "the service ended before it was ready" };
    if (pace.now() >= deadline) return { kind: "failed", why: "the service was not ready in time" };
    await pause(pace, POLL_MS);
  }
}

function readReadyFile(path: string): string | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isJsonObject(value) && typeof value["url"] === "string" ? value["url"] : undefined;
  } catch {
    return undefined;
  }
}

function lastWords(store: DeploymentStore, id: string): string {
  try {
    const lines = readFileSync(store.pathOf(id, "log"), "utf8").trim().split("\n");
    return lines.slice(-20).join("\n").slice(-2000) || "it wrote nothing";
  } catch {
    return "nothing is known of it";
  }
}
