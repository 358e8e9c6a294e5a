import { expect } from "vitest";
import { type TargetUnderTest, targetContract } from "../targets/target-contract.ts";
import { anEcsTarget, type EcsUnderTest } from "./under-test.ts";

const underContract = ({ aws, target, dispose }: EcsUnderTest): TargetUnderTest => ({
  target,
  dispose: async () => {
    await dispose();
    expect(aws.violations).toEqual([]);
  },
});

targetContract("ecs, tasks replaced one after the other", async () => underContract(await anEcsTarget()));

targetContract("ecs, waiting before users are let through", async () =>
  underContract(await anEcsTarget({ pauses: true })),
);

targetContract("ecs, where deployments have no record of their own", async () => {
  const under = await anEcsTarget();
  const unsupported = { kind: "error", code: "UnsupportedFeatureException", message: "not here" } as const;
  under.aws.fault = (action) => (action === "ListServiceDeployments" ? unsupported : undefined);
  return underContract(under);
});
