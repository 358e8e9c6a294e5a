import type { Registry } from "../../prompts/records/registry.ts";
import type { Release } from "../../prompts/records/release.ts";
import type { RollbackWish } from "../records/deployment-record.ts";
import type { Pins } from "../targets/target.ts";

/** A release with the pins that it was verified with. */
export interface VerifiedRelease {
  readonly release: Release;
  readonly pins: Pins;
}

export interface RollbackSituation extends RollbackWish {
  readonly service: string;
  readonly environment: string;
  readonly registry: Registry;
  /** What answers now; where a deployment was given up before it came to an end, what answered before it. */
  readonly live: VerifiedRelease;
  /** What that deployment has put before users, which nobody evaluated: it is left, whatever goes back. */
  readonly unsettled?: VerifiedRelease;
  /** The generation of what answers now, as the target has it. */
  readonly liveGeneration: number;
  /** Releases that were verified here and can still be started, newest first. */
  readonly earlier: readonly VerifiedRelease[];
  readonly reason: string;
}
