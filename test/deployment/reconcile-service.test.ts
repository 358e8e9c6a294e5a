import { expect, it } from "vitest";
import { reconcileService } from "../../src/deployment/reconcile-service.ts";
import type { ObservedState } from "../../src/deployment/target.ts";
import { aDigest } from "../builders/digest.ts";
import { aRegistryEnvironment } from "../builders/registry.ts";

type Running = NonNullable<ObservedState["deployment"]>;

const running = (changes: Partial<Running> = {}): Running => ({
  id: "one",
  operation: "deploy-one",
  image: `sha256:${aDigest("e")}`,
  pins: {},
  generation: 1,
  url: "http://127.0.0.1:1",
  healthy: true,
  ...changes,
});

const found = (...what: Parameters<typeof reconcileService>): readonly string[] =>
  reconcileService(...what).map((difference) => difference.found);

it("a service that runs what is on record, or does not run here, is no difference", () => {
  expect(found("shop/local", running(), aRegistryEnvironment())).toEqual([]);
  expect(found("shop/local", undefined, aRegistryEnvironment())).toEqual([]);
  expect(found("shop/local", undefined, undefined)).toEqual([]);
});

it("another image, or other pins, than those on record are a difference that no file can mend", () => {
  const other = running({ image: `sha256:${aDigest("f")}` });
  expect(reconcileService("shop/local", other, aRegistryEnvironment())).toMatchObject([
    { kind: "service", mendable: false },
  ]);
  const pinned = running({ pins: { colour: "1.0.0" } });
  expect(found("shop/local", pinned, aRegistryEnvironment())[0]).toContain("other pins");
});

it("a service that is ahead of the record means that the branch was rewound [G12]", () => {
  const [ahead] = found("shop/local", running({ generation: 3 }), aRegistryEnvironment({ generation: 2 }));
  expect(ahead).toBe("generation 3 runs, and the record ends at 2: was the branch rewound?");
});

it("a service that nobody deployed, and a deployment that nobody finished, are told", () => {
  expect(found("shop/local", running(), undefined)).toEqual(["it runs, and no deployment is on record"]);
  const begun = aRegistryEnvironment({ status: "deploying" });
  expect(found("shop/local", running({ generation: 9 }), begun)).toEqual([
    "a deployment was begun and not finished",
  ]);
});
