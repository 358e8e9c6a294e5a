import { expect } from "vitest";
import { type TargetUnderTest, targetContract } from "../target-contract.ts";
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
