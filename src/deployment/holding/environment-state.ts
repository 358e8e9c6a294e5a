import type { OpenedOperation } from "../records/deployment-record.ts";

/** Who acts on an environment: everything that a person needs to find them, and a machine to see that they are gone. */
export interface Holder {
  /** One command's own, never used again. */
  readonly ticket: string;
  readonly kind: "deploy" | "rollback" | "promote" | "freeze";
  readonly actor: string;
  /** ISO 8601, for people. */
  readonly at: string;
  readonly reason?: string;
  /** The machine and the process, so that a dead one's lease is free at once there. */
  readonly process?: { readonly host: string; readonly pid: number; readonly startTime?: string };
  /** The workflow's run and job: another attempt of the same one knows that the first has ended. */
  readonly run?: string;
}

export interface Lease extends Holder {
  /** ISO 8601: whoever has not renewed it by then is taken for dead. */
  readonly expires: string;
}

/** What commands agree on about one environment while they run; kept on the branch `pipeline-state`. */
export interface EnvironmentState {
  readonly schema_version: 1;
  /** The largest generation that any operation was given; the next one gets a larger one. */
  readonly given: number;
  /** The generation that the newest closed operation left; main has to know it. */
  readonly closed: number;
  readonly lease?: Lease;
  /** Who took the environment last, whether they still hold it or not. */
  readonly taken?: Holder;
  /** What the holder has begun: another machine can go on with it. */
  readonly opened?: OpenedOperation;
}

const EMPTY_STATE: EnvironmentState = { schema_version: 1, given: 0, closed: 0 };

/** Own files; one that is not ours to read is an error and never an empty state. Throws `TypeError`. */
export function parseEnvironmentState(text: string | undefined): EnvironmentState {
  if (text === undefined) return EMPTY_STATE;
  const state = JSON.parse(text) as EnvironmentState;
  if (state.schema_version !== 1)
    throw new TypeError("the environment's state has a version that is not known");
  return state;
}

export const renderEnvironmentState = (state: EnvironmentState): string =>
  `${JSON.stringify(state, null, 2)}\n`;

/** Whether somebody else's lease still counts. `isDead` is asked about its holder. */
export function isHeldBySomebody(
  { lease }: EnvironmentState,
  own: string,
  now: string,
  isDead: (holder: Holder) => boolean,
): boolean {
  return (
    lease !== undefined &&
    lease.ticket !== own &&
    Date.parse(lease.expires) > Date.parse(now) &&
    !isDead(lease)
  );
}

/** The state in which this holder has the environment, whoever had it before. */
export function withLease(state: EnvironmentState, holder: Holder, expires: string): EnvironmentState {
  return { ...state, lease: { ...holder, expires }, taken: holder };
}

/** The state in which nobody has it; what was begun is forgotten only where it was closed with a generation. */
export function withoutLease(state: EnvironmentState, closed?: number): EnvironmentState {
  const { lease: _, opened, ...rest } = state;
  if (closed === undefined) return opened === undefined ? rest : { ...rest, opened };
  return { ...rest, closed, given: closed };
}
