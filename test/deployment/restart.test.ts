import { expect, it } from "vitest";
import { planDeployment } from "../../src/deployment/plan-deployment.ts";
import { aRegistry, aRegistryEnvironment } from "../builders/registry.ts";
import { FIRST, SECOND } from "./targets/target-contract.ts";

const { release } = FIRST;
const registry = aRegistry({
  environments: {
    "prompt-service/staging": aRegistryEnvironment({ release: 2, image: SECOND.release.image }),
    "prompt-service/production": aRegistryEnvironment({ release: release.number, image: release.image }),
  },
});
const plan = (restart: boolean) =>
  planDeployment({
    service: "prompt-service",
    environment: "production",
    after: "staging",
    release,
    registry,
    observed: { pending: [] },
    restart,
  }).kind;

it("what runs is restarted, also while the environment before it is a release ahead", () => {
  expect(plan(true)).toBe("deploy");
});

it("what runs is not deployed anew behind the back of the environment before it", () => {
  expect(plan(false)).toBe("conflict");
});
