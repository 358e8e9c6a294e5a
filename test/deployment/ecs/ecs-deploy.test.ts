import { afterEach, describe, expect, it } from "vitest";
import { imageTag } from "../../../src/deployment/ecs/release-image.ts";
import { FIRST, SECOND } from "../targets/target-contract.ts";
import {
  aScene,
  carryOut,
  KEY,
  killEverywhere,
  leaveScenes,
  planOf,
  runSecond,
  seen,
  WORSE,
} from "./scene.ts";
import { anotherTarget } from "./under-test.ts";

afterEach(leaveScenes);

describe("a deployment to ECS, from intent to close", () => {
  it("shows nothing to users before it was evaluated, where the service waits", async () => {
    const scene = await aScene({ pauses: true });
    const outcome = await runSecond(scene);
    expect(scene.asked).toEqual([scene.under.aws.testUrl]);
    expect(outcome).toMatchObject({ verdict: "pass", state: { status: "verified", release: 2 } });
    expect((await scene.under.target.observe()).deployment?.image).toBe(SECOND.release.image);
  });

  it.each([true, false])("pins back what is worse, pausing %s: no second image, no build", async (pauses) => {
    const scene = await aScene({ pauses });
    scene.decision = WORSE;
    const outcome = await runSecond(scene);
    expect(outcome).toMatchObject({ state: { status: "rolled_back", pins: { support_reply: "1.0.0" } } });
    expect(await seen(scene)).toMatchObject({
      live: { support_reply: { version: "1.0.0" } },
      pins: { support_reply: "1.0.0" },
      pending: [],
    });
  });

  it("does not move the registry on when ECS goes back by itself, and quarantines nobody [A6]", async () => {
    const scene = await aScene();
    scene.under.aws.ecs.course = { kind: "trips", looks: 1, reason: "tasks failed to start" };
    const outcome = await runSecond(scene);
    expect(outcome).toMatchObject({ verdict: "unhealthy", tasks: [], mustNotify: true });
    expect(outcome.reasons[0]).toContain("rolled back by ECS: tasks failed to start");
    expect(scene.record.registry().environments[KEY]).toMatchObject({ release: 1, status: "failed" });
    expect(scene.asked).toEqual([]);
  });

  it("stops what is not up in time, and what ran before answers [A7]", async () => {
    const scene = await aScene();
    scene.under.aws.ecs.course = { kind: "hangs" };
    const outcome = await runSecond(scene);
    expect(outcome.reasons[0]).toContain(
      "it did not run in time: ecs-svc/prompt-service:3: 0 of 2 tasks run",
    );
    expect(await seen(scene)).toMatchObject({ live: { support_reply: { version: "1.0.0" } } });
    expect(scene.record.registry().environments[KEY]).toMatchObject({ release: 1, status: "failed" });
  });

  it("counts as rolled back where the pause ended before the verdict, which is kept to be read [A10]", async () => {
    const scene = await aScene({ pauses: true });
    scene.meanwhile = () => scene.under.aws.ecs.expire();
    const outcome = await runSecond(scene);
    expect(outcome).toMatchObject({ verdict: "unhealthy", state: { status: "failed" }, tasks: [] });
    expect(outcome.reasons[0]).toContain("the pause ended before it was evaluated: rolled back by ECS");
    expect(outcome.reasons.at(-1)).toBe(
      "support_reply had been evaluated before that: pass (as good as before)",
    );
    expect(await seen(scene)).toMatchObject({ live: { support_reply: { version: "1.0.0" } }, pending: [] });
    expect(scene.record.registry().environments[KEY]).toMatchObject({ release: 1, status: "failed" });
  });

  it("is taken back where the live service answers other prompts than were deployed [A16]", async () => {
    const scene = await aScene();
    scene.under.aws.images.length = 0;
    scene.under.aws.push(FIRST, imageTag(SECOND.release));
    const outcome = await runSecond(scene);
    expect(outcome).toMatchObject({ verdict: "unhealthy", state: { status: "failed" }, tasks: [] });
    expect(outcome.reasons[0]).toMatch(/the live service answers support_reply with 1\.0\.0 .*, not 1\.1\.0/);
    expect(scene.asked).toEqual([]);
    expect((await scene.under.target.observe()).deployment?.generation).toBe(1);
  });

  it("is held, and somebody told, where what ran before is nowhere any more [A5]", async () => {
    const scene = await aScene();
    const { target, aws } = scene.under;
    const before = (await target.observe()).deployment?.id ?? "";
    scene.decision = { verdict: "unhealthy", action: "roll_back", reasons: ["it does not answer"] };
    scene.meanwhile = () => Object.assign(aws.ecs.definition(before) ?? {}, { status: "GONE" });
    const elsewhere = anotherTarget(scene.under);
    const outcome = await carryOut(scene, await planOf(scene, SECOND), elsewhere);
    expect(outcome).toMatchObject({ verdict: "unhealthy", state: { status: "held" }, mustNotify: true });
    expect(outcome.reasons[1]).toContain(`${before}, which ran before, is gone and was not kept here`);
  });

  it("is held where the way back hangs too [A7]", async () => {
    const scene = await aScene();
    Object.assign(scene.under.aws.ecs, { course: { kind: "hangs" }, wayBack: "hangs" });
    const outcome = await runSecond(scene);
    expect(outcome).toMatchObject({ verdict: "unhealthy", state: { status: "held" }, mustNotify: true });
  });
});

it("a deployment to ECS that is killed after any change ends the same when it is run again [X1]", async () => {
  expect(await killEverywhere(false, "after")).toBeGreaterThanOrEqual(4);
});
