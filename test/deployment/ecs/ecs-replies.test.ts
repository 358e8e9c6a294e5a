import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type ServiceFacts,
  serviceDeployment,
  serviceOf,
} from "../../../src/deployment/adapters/ecs/ecs-replies.ts";

/** What the SDK hands over where AWS leaves a field out, sends null, or adds one that nobody knows. */
const holey = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<unknown> =>
  fc.record(
    {
      ...Object.fromEntries(
        Object.entries(fields).map(([name, value]) => [
          name,
          fc.oneof(value, fc.constantFrom(null, undefined)),
        ]),
      ),
      aFieldOfTomorrow: fc.anything(),
    },
    { requiredKeys: [] },
  );
const text = fc.string();
const count = fc.nat();
const time = fc.date({ noInvalidDate: true });
const rollout = holey({
  ...{ status: fc.constantFrom("PRIMARY", "ACTIVE", "NEW"), taskDefinition: text, rolloutState: text },
  ...{
    desiredCount: count,
    runningCount: count,
    pendingCount: count,
    failedTasks: count,
    rolloutStateReason: text,
    createdAt: time,
  },
});
const hook = holey({ targetType: fc.constantFrom("PAUSE", "AWS_LAMBDA"), lifecycleStages: fc.array(text) });
const service = holey({
  ...{
    status: text,
    desiredCount: count,
    deployments: fc.array(rollout),
    events: fc.array(holey({ message: text, createdAt: time })),
  },
  deploymentConfiguration: holey({
    lifecycleHooks: fc.array(hook),
    deploymentCircuitBreaker: holey({ enable: fc.boolean(), rollback: fc.boolean() }),
  }),
});
const deployment = holey({
  ...{ serviceDeploymentArn: text, status: text, statusReason: text },
  lifecycleStage: fc.constantFrom("POST_TEST_TRAFFIC_SHIFT", "BAKE_TIME"),
  lifecycleHookDetails: fc.array(holey({ hookId: text, targetType: fc.constant("PAUSE"), status: text })),
});

describe("what ECS answers [A19]", () => {
  it("is read whatever is missing, null or new in a service", () => {
    fc.assert(
      fc.property(service, (facts) => {
        const { status, desired, rollouts, events } = serviceOf(facts as ServiceFacts);
        expect([typeof status, typeof desired]).toEqual(["string", "number"]);
        for (const { definition, running } of rollouts)
          expect([typeof definition, typeof running]).toEqual(["string", "number"]);
        expect(events.every(({ message }) => typeof message === "string")).toBe(true);
      }),
    );
  });

  it("is read whatever is missing, null or new in a deployment, and never takes an unknown state for an end", () => {
    fc.assert(
      fc.property(deployment, (facts) => {
        const known = serviceDeployment(facts as Parameters<typeof serviceDeployment>[0], undefined);
        expect(typeof known.arn).toBe("string");
        expect(known.reason === undefined || known.reason.length > 0).toBe(true);
      }),
    );
    expect(serviceDeployment({ status: "SOMETHING_NEW" }, undefined).status).toBe("IN_PROGRESS");
  });
});
