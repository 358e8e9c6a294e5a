import { expect, it } from "vitest";
import type { DeploymentIntent, RollbackWish } from "../../../src/deployment/records/deployment-record.ts";
import {
  begunRollback,
  isAskedRollback,
  recordedRollback,
} from "../../../src/deployment/rolling-back/asked-rollback.ts";
import { rolledBackMeanwhile } from "../../../src/deployment/rolling-back/rolled-back-meanwhile.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";

const WHOLE: RollbackWish = {};
const TASK: RollbackWish = { task: "colour" };

const begun = (asked: RollbackWish): DeploymentIntent => ({
  schema_version: 1,
  ...{ operation: "o".repeat(64), kind: "rollback", service: "shop", environment: "local" },
  ...{ generation: 5, commit: "c0ffee", asked },
  changed: [{ task: "colour", version: "1.0.1", prompt_digest: "d" }],
  to: { release: 4, image: "i", pins: {} },
});

it.each<[RollbackWish, RollbackWish, boolean]>([
  [WHOLE, WHOLE, true],
  [WHOLE, { to: "4" }, true],
  [WHOLE, { to: "3" }, false],
  [WHOLE, TASK, false],
  [TASK, TASK, true],
  [TASK, { task: "colour", to: "1.0.1" }, true],
  [TASK, { task: "colour", to: "1.0.0" }, false],
  [TASK, { task: "tone" }, false],
  [TASK, WHOLE, false],
  [TASK, { to: "4" }, false],
])("of a rollback that was begun as %j, %j asks for the same: %s", (asked, wish, expected) => {
  expect(isAskedRollback(begunRollback(begun(asked)), wish)).toBe(expected);
  expect(isAskedRollback(recorded(asked), wish)).toBe(expected);
});

const NOTHING = { asked: {}, release: 0, versions: {} };

/** The same rollback as the audit record has it once it was carried out. */
function recorded(asked: RollbackWish) {
  const intent = line({ phase: "intent", operation: "o", details: { asked: { ...asked } } });
  const end = line({ operation: "o-close", to: "release 4", details: { versions: { colour: "1.0.1" } } });
  return recordedRollback([intent, end], "o-close") ?? NOTHING;
}

const PLACE = { service: "shop", environment: "local" } as const;

const line = (overrides: Partial<AuditEntry>): AuditEntry => ({
  ...{ schema_version: 1, at: "2026-11-21T00:00:00Z", actor: "Ada", operation: "first", ...PLACE },
  ...{ phase: "done", action: "rollback", to: "release 4" },
  ...overrides,
});

const DEPLOYED = line({ action: "deploy", operation: "deployed", to: "release 5" });
const WENT_BACK = [
  line({ operation: "back", task: "colour", from: "1.0.2", to: "1.0.1" }),
  line({ operation: "back", to: "release 4" }),
];
const PINNED = [
  line({ operation: "pin", task: "colour", from: "1.0.2", to: "1.0.1" }),
  line({ operation: "pin", to: "release 5" }),
];

it.each<[string, readonly AuditEntry[], RollbackWish, string | undefined]>([
  ["a whole release that went back meanwhile does not go back twice", WENT_BACK, WHOLE, "release 4"],
  ["a task that went back meanwhile does not go back twice", PINNED, TASK, "1.0.1"],
  ["a task that went back with its release does not either", WENT_BACK, TASK, "1.0.1"],
  ["one task that went back is no whole release", PINNED, WHOLE, undefined],
  ["a task that stayed goes back", WENT_BACK, { task: "tone" }, undefined],
  ["a named release is what was asked for", WENT_BACK, { to: "3" }, undefined],
  ["a deployment in between is no rollback", [line({ action: "deploy", to: "release 6" })], WHOLE, undefined],
])("%s", (_, meanwhile, wish, expected) => {
  expect(rolledBackMeanwhile([DEPLOYED], [DEPLOYED, ...meanwhile], PLACE, wish)?.to).toBe(expected);
});

it("what was on record when it was asked for counts as known", () => {
  const all = [DEPLOYED, ...WENT_BACK];
  expect(rolledBackMeanwhile(all, all, PLACE, WHOLE)).toBeUndefined();
});
