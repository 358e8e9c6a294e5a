import type { Registry } from "../prompts/records/registry.ts";
import type { Release } from "./release.ts";
import type { Pins } from "./target.ts";

/** A release with the pins that it was verified with. */
export interface VerifiedRelease {
  readonly release: Release;
  readonly pins: Pins;
}

export interface RollbackSituation {
  readonly service: string;
  readonly environment: string;
  readonly registry: Registry;
  /** What answers now. */
  readonly live: VerifiedRelease;
  /** The generation of what answers now, as the target has it. */
  readonly liveGeneration: number;
  /** Releases that were verified here and can still be started, newest first. */
  readonly earlier: readonly VerifiedRelease[];
  /** Only this task; the rest of the release stays. */
  readonly task?: string;
  /** A version with `task`, else a release's number. */
  readonly to?: string;
  readonly reason: string;
}
