import { describe, expect, it } from "vitest";
import { broughtBack } from "../../../src/deployment/rolling-back/brought-back.ts";
import { planRecording } from "../../../src/deployment/rolling-back/plan-recording.ts";
import type { RollbackSituation } from "../../../src/deployment/rolling-back/rollback-situation.ts";
import type { ObservedState } from "../../../src/deployment/targets/target.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";
import type { RegistryEnvironment, VersionStatus } from "../../../src/prompts/records/registry.ts";
import { anAuditEntry } from "../../builders/audit-entry.ts";
import { aPromotedRepository } from "../../builders/promoted-repository.ts";
import { anAssembledRelease } from "../../builders/release.ts";

const PLACE = { service: "prompt-service", environment: "production" };
const OLD = anAssembledRelease({ alpha: { "1.0.0": "verified" } }, { number: 1 }).release;
const NEW = anAssembledRelease(
  { alpha: { "1.0.0": "verified", "1.1.0": "verified" } },
  { number: 2 },
).release;

const registryWith = (status: VersionStatus) =>
  aPromotedRepository({ alpha: { "1.0.0": status, "1.1.0": "verified" } }).registry;

const recorded: RegistryEnvironment = {
  release: 2,
  image: NEW.image,
  pins: {},
  status: "verified",
  generation: 2,
};
const running: NonNullable<ObservedState["deployment"]> = {
  ...{ id: "one", operation: "o", image: OLD.image, pins: {}, generation: 1 },
  ...{ url: "http://127.0.0.1:1", healthy: true },
};

const closed = (release: typeof OLD, alpha: string, more: Partial<AuditEntry> = {}): AuditEntry => {
  const { task: _, ...entry } = anAuditEntry({
    ...{
      ...PLACE,
      operation: `deploy-${release.number}-close`,
      action: "deploy",
      to: `release ${release.number}`,
    },
    details: {
      ...{ generation: release.number, image: release.image, pins: {}, status: "verified" },
      versions: { alpha },
    },
    ...more,
  });
  return entry;
};
const AUDIT = [closed(OLD, "1.0.0"), closed(NEW, "1.1.0")];

const situation = (status: VersionStatus = "verified"): RollbackSituation => ({
  ...{
    ...PLACE,
    registry: { ...registryWith(status), environments: { "prompt-service/production": recorded } },
  },
  ...{ live: { release: OLD, pins: {} }, liveGeneration: 5 },
  ...{ earlier: [], to: "1", reason: "bad answers at night" },
});

describe("what somebody brought back beside this pipeline", () => {
  it("is an earlier deployment of ours that runs again, under the release that it was", () => {
    expect(broughtBack(AUDIT, registryWith("verified"), PLACE, running, recorded)).toEqual({ release: 1 });
  });

  it.each(["rolled_back", "quarantined", "archived"] as const)(
    "names the version that may not answer, where one is %s",
    (status) => {
      expect(broughtBack(AUDIT, registryWith(status), PLACE, running, recorded)).toEqual({
        ...{ release: 1, barred: "alpha 1.0.0" },
      });
    },
  );

  it.each([
    ["what is on record", { image: NEW.image }],
    ["what is as new as the record", { generation: 2 }],
    ["what was never recorded here", { image: `sha256:${"0".repeat(64)}` }],
    ["what was recorded with other pins", { pins: { alpha: "1.0.0" } }],
  ])("is not %s", (_, changes) => {
    const seen = { ...running, ...changes };
    expect(broughtBack(AUDIT, registryWith("verified"), PLACE, seen, recorded)).toBeUndefined();
  });

  it("is not what was deployed to another environment", () => {
    const elsewhere = AUDIT.map((entry) => ({ ...entry, environment: "staging" }));
    expect(broughtBack(elsewhere, registryWith("verified"), PLACE, running, recorded)).toBeUndefined();
  });
});

describe("recording it", () => {
  it("says what runs, in a new generation, and rolls back the versions that were left", () => {
    expect(planRecording(situation(), AUDIT, running)).toMatchObject({
      kind: "record",
      outcome: {
        ...{ kind: "rollback", verdict: "pass", mustNotify: true },
        state: { release: 1, image: OLD.image, pins: {}, status: "rolled_back", generation: 6 },
        tasks: [{ task: "alpha", version: "1.1.0", instead: "1.0.0", status: "rolled_back" }],
        reasons: [expect.stringContaining("by hand"), expect.anything()],
      },
    });
  });

  it("is refused for a version that was rolled back itself", () => {
    expect(planRecording(situation("rolled_back"), AUDIT, running)).toMatchObject({ kind: "refused" });
  });

  it("is a conflict where the target went back by itself: nobody decided that", () => {
    const wentBack = { ...running, wentBack: "tasks failed to start" };
    expect(planRecording(situation(), AUDIT, wentBack)).toMatchObject({
      kind: "conflict",
      why: expect.stringContaining("by itself (tasks failed to start)"),
    });
  });

  it("is nothing where git says what runs, or nothing of ours runs", () => {
    const settled = { ...running, image: NEW.image };
    for (const seen of [settled, undefined])
      expect(planRecording(situation(), AUDIT, seen)).toEqual({ kind: "nothing" });
  });
});
