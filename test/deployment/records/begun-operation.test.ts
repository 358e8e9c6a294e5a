import { describe, expect, it } from "vitest";
import { fateOf } from "../../../src/deployment/records/begun-operation.ts";
import type { DeploymentIntent, DeploymentStep } from "../../../src/deployment/records/deployment-record.ts";
import type { Release } from "../../../src/prompts/records/release.ts";
import { anAssembledRelease } from "../../builders/release.ts";

const PLACE = "prompt-service/local";
const { release } = anAssembledRelease({ alpha: { "1.0.0": "verified" } }, { number: 3 });

const anIntent = (kind: DeploymentIntent["kind"]): DeploymentIntent => ({
  schema_version: 1,
  ...{ operation: "o".repeat(64), kind, service: "prompt-service", environment: "local" },
  ...{ generation: 5, commit: "c0ffee", changed: [] },
  to: { release: 3, image: release.image, pins: {} },
});

const RUNNING: DeploymentStep = { kind: "running", id: "a", url: "http://fake.invalid" };
const FINISHED: DeploymentStep = { kind: "finished", id: "a" };

interface Facts {
  readonly goesFirst?: boolean;
  readonly steps?: readonly DeploymentStep[];
  readonly generation?: number;
  readonly releases?: readonly Release[];
}

const fate = (
  kind: DeploymentIntent["kind"],
  { goesFirst = true, steps = [RUNNING], generation = 4, releases = [release] }: Facts = {},
) => {
  const before = { release: 2, image: "i", pins: {}, status: "verified", generation } as const;
  return fateOf({ intent: anIntent(kind), steps }, { place: PLACE, before, releases, goesFirst });
};

describe("what was begun and not ended", () => {
  it("is finished by a deployment, whatever it is", () => {
    for (const kind of ["deploy", "restart", "rollback"] as const)
      expect(fate(kind, { goesFirst: false })).toMatchObject({ kind: "finish", plan: { release } });
  });

  it.each(["deploy", "restart"] as const)("is given up for a rollback where it is a %s", (kind) => {
    expect(fate(kind)).toEqual({ kind: "give_up", why: "a rollback goes first" });
  });

  it("is finished first where it is a deployment that users have been given for good", () => {
    expect(fate("deploy", { steps: [RUNNING, FINISHED] }).kind).toBe("finish");
  });

  it.each([[[]], [[RUNNING]], [[FINISHED]]])(
    "is finished by a rollback where it is one itself (%j)",
    (steps) => {
      expect(fate("rollback", { steps }).kind).toBe("finish");
    },
  );

  it.each(["deploy", "rollback"] as const)(
    "is given up where a %s was overtaken or has lost its files",
    (kind) => {
      expect(fate(kind, { generation: 5 })).toMatchObject({ why: `generation 5 of ${PLACE} came after it` });
      expect(fate(kind, { releases: [] })).toMatchObject({ why: "its files are gone" });
    },
  );
});
