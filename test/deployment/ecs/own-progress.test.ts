import { expect, it } from "vitest";
import type { EcsService, Rollout } from "../../../src/deployment/ecs/ecs-api.ts";
import { progressOf } from "../../../src/deployment/ecs/own-progress.ts";

const own = { name: "shop:8", previous: "shop:7" };

const rollout = (changes: Partial<Rollout> = {}): Rollout => ({
  ...{ id: "ecs-svc/8", isPrimary: true, definition: own.name, begunAt: 1000, state: "IN_PROGRESS" },
  ...{ desired: 2, running: 1, pending: 1, failed: 0, ...changes },
});

const service = (events: EcsService["events"], rollouts = [rollout()]): EcsService => ({
  ...{ status: "ACTIVE", desired: 2, rollouts, events },
  ...{ pausesBeforeTraffic: false, breaksCircuit: true },
});

const detailOf = (seen: EcsService): string => {
  const progress = progressOf(own, seen, undefined);
  return "detail" in progress ? progress.detail : progress.kind;
};

it("progress names the deployment, its tasks, and the newest event since it was begun", () => {
  const events = [
    { message: "has started 1 tasks", at: 2000 },
    { message: "was unable to place a task", at: 999 },
  ];
  expect(detailOf(service(events))).toBe("ecs-svc/8: 1 of 2 tasks run, 1 starting; has started 1 tasks");
});

it("an event from before the deployment, or of an unknown time, is none of its", () => {
  expect(detailOf(service([{ message: "was unable to place a task", at: 999 }]))).toBe(
    "ecs-svc/8: 1 of 2 tasks run, 1 starting",
  );
  expect(detailOf(service([{ message: "once upon a time" }]))).not.toContain("once");
  const { begunAt: _, ...unknown } = rollout();
  expect(detailOf(service([{ message: "just now", at: 5000 }], [unknown]))).not.toContain("just now");
});
