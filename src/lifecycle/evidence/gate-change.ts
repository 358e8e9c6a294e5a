import { exceptionChanges } from "./exception-change.ts";
import type { GateRecord } from "./gate-record.ts";
import { policyChanges } from "./policy-change.ts";

/** One way in which the gate itself was made easier, or different, since the version before was let through. */
export interface GateChange {
  readonly kind: "metric" | "threshold" | "policy" | "scorers" | "examples";
  /** For people, without a final full stop. */
  readonly found: string;
}

const MOST_NAMED = 3;

/** What changed of the gate that needs a reason. A higher threshold and more examples need none. */
export function gateChanges(before: GateRecord, after: GateRecord): readonly GateChange[] {
  return [
    ...changeIf(
      before.metric !== after.metric,
      "metric",
      `the metric was ${before.metric} and is ${after.metric}`,
    ),
    ...changeIf(
      after.threshold < before.threshold,
      "threshold",
      `the threshold was lowered from ${before.threshold} to ${after.threshold}`,
    ),
    ...policyChange(before, after),
    ...changeIf(before.scorers !== after.scorers, "scorers", "the scorers changed"),
    ...removedExamples(before.examples, after.examples),
    ...exceptionChanges(before, after).map((found) => ({ kind: "examples" as const, found })),
  ];
}

function changeIf(isSo: boolean, kind: GateChange["kind"], found: string): readonly GateChange[] {
  return isSo ? [{ kind, found }] : [];
}

function policyChange(before: GateRecord, after: GateRecord): readonly GateChange[] {
  if (before.policy === undefined || after.policy === undefined) return [];
  const changes = policyChanges(before.policy, after.policy, after.examples.count);
  return changes.map((found) => ({ kind: "policy", found }));
}

function removedExamples(
  before: GateRecord["examples"],
  after: GateRecord["examples"],
): readonly GateChange[] {
  const removed = [...(before.ids ?? [])].filter((id) => after.ids?.has(id) === false);
  const count = Math.max(removed.length, before.ids === undefined ? before.count - after.count : 0);
  if (count <= 0) return [];
  const named = removed.slice(0, MOST_NAMED).join(", ");
  const more = removed.length > MOST_NAMED ? ` and ${removed.length - MOST_NAMED} more` : "";
  const which = named === "" ? "" : ` (${named}${more})`;
  return [
    { kind: "examples", found: `${count} ${count === 1 ? "example was" : "examples were"} removed${which}` },
  ];
}

/** All of it in one sentence. */
export const gateChangeSentence = (changes: readonly GateChange[]): string =>
  changes.map(({ found }) => found).join(", ");
