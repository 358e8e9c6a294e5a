import type { RepositoryFiles } from "../../prompts/repository-files.ts";
import { createApp } from "../app.ts";
import type { Carried } from "../carried-prompts.ts";
import { loadRelease } from "../load-release.ts";
import { loadRepository } from "../load-repository.ts";
import { applyPins, type ServicePins } from "../pins.ts";
import type { Providers } from "../run-prompt.ts";
import { listen } from "./http-server.ts";
import { DEFAULT_LIMITS, type ServiceLimits } from "./service-limits.ts";
import { createShutdown } from "./shutdown.ts";

/** What is served: a repository's root, or the folder of a release. */
export interface ServiceSource {
  readonly kind: "repository" | "release";
  readonly files: RepositoryFiles;
}

export interface ServiceOptions {
  readonly source: ServiceSource;
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  readonly pins: ServicePins;
  readonly providers: Providers;
  /** Takes one line of JSON, without the line feed. */
  readonly log: (line: string) => void;
  readonly limits?: Partial<ServiceLimits>;
}

export interface RunningService {
  readonly url: string;
  /** Not ready first, then requests under way are finished; resolves when nothing is left. Calling it again changes nothing. */
  stop(): Promise<void>;
  /** Drops everything at once. */
  abort(): void;
}

/** Loads, then listens. Rejects with `UnusableSource` or `ServiceNotStarted`, and nothing runs then. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const carried = applyPins(load(options.source), options.pins);
  const shutdown = createShutdown(limits);
  const { providers, host, port, log } = options;
  const { isStopping, onActivity } = shutdown;
  const app = createApp({ carried, providers, isStopping });
  const { server, url } = await listen({ app, host, port, limits, log, onActivity, isStopping });
  return {
    url,
    stop: () => shutdown.stop(server),
    abort: () => server.closeAllConnections(),
  };
}

function load({ kind, files }: ServiceSource): Carried {
  switch (kind) {
    case "repository":
      return loadRepository(files);
    case "release":
      return loadRelease(files);
  }
}
