import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "../../builders/command-process.ts";
import { AT_ORIGIN, HERE, SlowDeployments } from "../../builders/slow-deployments.ts";

let slow: SlowDeployments;

beforeAll(async () => {
  slow = await SlowDeployments.deployed(...HERE);
});

afterAll(() => slow.close());

describe("while a deployment evaluates", () => {
  it("a second one waits for its turn, and has nothing left to do then", async () => {
    const first = await slow.deployAndHang(...HERE);
    const second = await slow.queue(...HERE, "--json");
    first.goOn();
    expect((await first.ended).exit).toBe(0);
    const ended = await second.ended;
    expect(ended).toMatchObject({
      exit: 0,
      stderr: expect.stringContaining("waiting for the deploy of Ada Author"),
    });
    expect(documentOf(ended)["deployed"]).toBe(false);
    expect(await slow.liveVersion()).toBe("1.0.1");
  });

  it("a rollback waits for nobody: it takes the environment, and the deployment yields with 7", async () => {
    await slow.promoteNext("The colour, please.");
    const deployment = await slow.deployAndHang(...AT_ORIGIN);
    const back = await slow.ground.run(
      "rollback",
      "--task",
      "colour",
      "--reason",
      "wrong colours",
      ...AT_ORIGIN,
    );
    expect(back).toMatchObject({ exit: 0 });
    expect(await slow.liveVersion()).toBe("1.0.0");
    const { exit, stderr } = await deployment.ended;
    expect({ exit, stderr }).toEqual({
      exit: 7,
      stderr: expect.stringMatching(/superseded by rollback of Ada Author .*\("wrong colours"\)/),
    });
    deployment.goOn();
    expect(await slow.liveVersion()).toBe("1.0.0");
    expect(slow.ground.git("diff")).toBe("");
    const yielded = slow.audit().find(({ action, phase }) => action === "deploy" && phase === "failed");
    expect(yielded).toMatchObject({ to: "release 3", reason: "a rollback goes first" });
    expect((await slow.ground.run("validate")).exit).toBe(0);
  });
});
