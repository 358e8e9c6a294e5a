import { describe, expect, it } from "vitest";
import { changesOf, finishedRelease } from "../../../src/deployment/releases/finished-release.ts";
import type { ServiceConfig } from "../../../src/prompts/config.ts";
import type { AuditEntry } from "../../../src/prompts/records/audit.ts";
import type { EnvironmentStatus, Registry } from "../../../src/prompts/records/registry.ts";

const SHOP: ServiceConfig = {
  name: "shop",
  tasks: ["*"],
  environments: [
    { name: "staging", target: "local" },
    { name: "europe", target: "local", after: "staging" },
    { name: "asia", target: "local", after: "staging" },
  ],
};

type Places = Readonly<Record<string, readonly [release: number, status: EnvironmentStatus]>>;

const registryOf = (places: Places): Registry => ({
  schema_version: 1,
  tasks: {},
  environments: Object.fromEntries(
    Object.entries(places).map(([place, [release, status]]) => [
      `shop/${place}`,
      { release, status, image: "sha256:0", pins: {}, generation: 1 },
    ]),
  ),
});

const deployed = (environment: string, release: number, versions: Record<string, string>): AuditEntry => ({
  ...{ schema_version: 1, at: "2026-11-20T10:00:00Z", operation: `o-${environment}-${release}` },
  ...{ phase: "done", action: "deploy", actor: "bot", service: "shop", environment },
  to: `release ${release}`,
  details: { versions },
});

const AUDIT = [
  deployed("europe", 1, { colour: "1.0.0", tone: "1.0.0" }),
  deployed("asia", 1, { colour: "1.0.0", tone: "1.0.0" }),
  deployed("staging", 2, { colour: "1.0.1", shape: "1.0.0" }),
  deployed("europe", 2, { colour: "1.0.1", shape: "1.0.0" }),
  deployed("asia", 2, { colour: "1.0.1", shape: "1.0.0" }),
];

describe("a release has come to the end of its way", () => {
  it("once every last environment of its service verified it", () => {
    const places: Places = { staging: [2, "verified"], europe: [2, "verified"], asia: [2, "verified"] };
    const release = finishedRelease(SHOP, registryOf(places), AUDIT);
    expect(release).toMatchObject({ number: 2, environments: ["europe", "asia"], before: { number: 1 } });
    expect(release === undefined ? [] : changesOf(release)).toEqual([
      { task: "colour", from: "1.0.0", to: "1.0.1" },
      { task: "shape", to: "1.0.0" },
      { task: "tone", from: "1.0.0" },
    ]);
  });

  it.each<readonly [string, Places]>([
    ["one of them has the release before", { europe: [2, "verified"], asia: [1, "verified"] }],
    ["one of them was rolled back", { europe: [2, "verified"], asia: [2, "rolled_back"] }],
    ["one of them has none", { europe: [2, "verified"] }],
    ["only the first environment verified it", { staging: [2, "verified"] }],
  ])("not while %s", (_, places) => {
    expect(finishedRelease(SHOP, registryOf(places), AUDIT)).toBeUndefined();
  });

  it("and a restart of it changes nothing since the release before", () => {
    const places: Places = { europe: [2, "verified"], asia: [2, "verified"] };
    const again = [...AUDIT, deployed("europe", 2, { colour: "1.0.1", shape: "1.0.0" })];
    expect(finishedRelease(SHOP, registryOf(places), again)).toMatchObject({ before: { number: 1 } });
  });

  it("the first one comes after none", () => {
    const places: Places = { europe: [1, "verified"], asia: [1, "verified"] };
    expect(finishedRelease(SHOP, registryOf(places), AUDIT)).not.toHaveProperty("before");
  });
});
