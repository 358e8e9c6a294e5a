import type { Arm, GateInput } from "./decision.ts";

/** One run: the new arm and, where there is one, the arm that it is compared with. */
export interface Run {
  readonly name: string;
  readonly candidate: Arm;
  readonly baseline?: Arm;
}

/** The first run and, where it was confirmed, the second. */
export function runsOf({ candidate, baseline, confirmation }: GateInput): readonly Run[] {
  if (baseline === undefined) return [{ name: "run", candidate }];
  const first = { name: "first run", candidate, baseline: baseline.arm };
  return confirmation === undefined ? [first] : [first, { name: "confirmation run", ...confirmation }];
}
