import type { StateBranch } from "../../lifecycle/state-branch.ts";
import type { EnvironmentHold } from "./environment-hold.ts";
import {
  type EnvironmentState,
  type Holder,
  isHeldBySomebody,
  type Lease,
  parseEnvironmentState,
  renderEnvironmentState,
  withLease,
  withoutLease,
} from "./environment-state.ts";
import { Overtaken } from "./overtaken.ts";

/** How long a holder that says nothing counts as alive, in milliseconds; it says something at every step. */
export const LEASE_MS = 5 * 60 * 1000;

export interface TakingOptions {
  readonly branch: StateBranch;
  /** `<service>/<environment>`. */
  readonly place: string;
  readonly holder: Holder;
  /** Milliseconds since 1970. */
  now(): number;
  /** Whether a holder is known to have ended. */
  isDead(holder: Holder): boolean;
}

export type Taking =
  | { readonly kind: "held"; readonly hold: EnvironmentHold }
  | { readonly kind: "busy"; readonly by: Lease };

/** The name of an environment's file on the branch. */
export const stateName = (place: string): string => `${place.replace("/", "--")}.json`;

/**
 * Takes an environment by compare and swap. A deployment waits for others, so that it is told who has it; who waits for nobody
 * takes it from whoever has it, and they stop at their next step.
 */
export async function takeEnvironment(options: TakingOptions, waits: boolean): Promise<Taking> {
  const { branch, place, holder } = options;
  const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();
  const expires = (): string => iso(options.now() + LEASE_MS);
  let seen: EnvironmentState | undefined;
  await branch.change(stateName(place), (text) => {
    seen = parseEnvironmentState(text);
    if (waits && isHeldBySomebody(seen, holder.ticket, iso(options.now()), options.isDead)) return undefined;
    return renderEnvironmentState(withLease(seen, holder, expires()));
  });
  const state = seen ?? parseEnvironmentState(undefined);
  const { lease } = state;
  if (
    waits &&
    lease !== undefined &&
    isHeldBySomebody(state, holder.ticket, iso(options.now()), options.isDead)
  ) {
    return { kind: "busy", by: lease };
  }
  return { kind: "held", hold: holdOf(options, state, expires) };
}

function holdOf(
  { branch, place, holder, now }: TakingOptions,
  state: EnvironmentState,
  expires: () => string,
): EnvironmentHold {
  const name = stateName(place);
  const change = (alter: (state: EnvironmentState) => EnvironmentState): Promise<string | undefined> =>
    branch.change(name, (text) => {
      const found = parseEnvironmentState(text);
      if (found.lease?.ticket !== holder.ticket) throw new Overtaken(place, found.lease ?? found.taken);
      return renderEnvironmentState(alter(found));
    });
  return {
    state,
    renew: async () => {
      const { lease, taken } = parseEnvironmentState(await branch.read(name));
      if (lease?.ticket !== holder.ticket) throw new Overtaken(place, lease ?? taken);
      const left = Date.parse(lease.expires) - now();
      if (left < LEASE_MS / 2) await change((found) => withLease(found, holder, expires()));
    },
    keep: async (opened) => {
      const reserved = opened.intent.generation + 1;
      await change((found) => ({
        ...withLease(found, holder, expires()),
        opened,
        given: Math.max(found.given, reserved),
      }));
    },
    release: async (closed) => {
      await branch.change(name, (text) => {
        const found = parseEnvironmentState(text);
        return found.lease?.ticket === holder.ticket
          ? renderEnvironmentState(withoutLease(found, closed))
          : undefined;
      });
    },
  };
}

/** Takes an environment from whoever deploys to it, and keeps it not: they stop at their next step. False where nobody did. */
export async function interruptDeployment({
  branch,
  place,
  holder,
}: Pick<TakingOptions, "branch" | "place" | "holder">): Promise<boolean> {
  let hasInterrupted = false;
  await branch.change(stateName(place), (text) => {
    const found = parseEnvironmentState(text);
    hasInterrupted = found.lease?.kind === "deploy";
    return hasInterrupted ? renderEnvironmentState({ ...withoutLease(found), taken: holder }) : undefined;
  });
  return hasInterrupted;
}
