import type { Decision, GateInput } from "./decision.ts";

/**
 * Whether both arms should be asked once more, fresh, before the decision stands: a first comparison that did not pass.
 * Where no fresh run can be had (answers made elsewhere, a deterministic provider) the decision stands as it is.
 */
export function needsConfirmation(input: GateInput, { row, verdict }: Decision): boolean {
  if (input.baseline === undefined || input.confirmation !== undefined) return false;
  return row >= 5 && verdict !== "pass";
}
