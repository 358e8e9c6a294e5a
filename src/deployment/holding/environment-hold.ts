import type { OpenedOperation } from "../records/deployment-record.ts";
import type { EnvironmentState } from "./environment-state.ts";

/** An environment that a command has to itself until somebody who waits for nobody takes it. */
export interface EnvironmentHold {
  /** What was agreed on when it was taken. */
  readonly state: EnvironmentState;
  /** Renews the lease. Throws `Overtaken` where somebody else has taken the environment. */
  renew(): Promise<void>;
  /** Keeps what was begun where another machine finds it, and reserves its generations; renews too. Throws `Overtaken`. */
  keep(opened: OpenedOperation): Promise<void>;
  /** Gives the environment back: `closed` is the generation that the operation left, undefined where it left none. */
  release(closed?: number): Promise<void>;
}

/** Where there is no git: nobody can take it, and what is on disk has to be enough. */
export const UNSHARED_HOLD: EnvironmentHold = {
  state: { schema_version: 1, given: 0, closed: 0 },
  renew: async () => undefined,
  keep: async () => undefined,
  release: async () => undefined,
};
