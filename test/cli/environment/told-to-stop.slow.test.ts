import { afterAll, beforeAll, expect, it } from "vitest";
import { AT_ORIGIN, SlowDeployments } from "../../builders/slow-deployments.ts";

let slow: SlowDeployments;

beforeAll(async () => {
  slow = await SlowDeployments.open();
});

afterAll(() => slow.close());

it("a deployment that is told to stop ends with 143, its intent stands, and the next run finishes it [X2]", async () => {
  const deployment = await slow.deployAndHang(...AT_ORIGIN);
  deployment.process.kill("SIGTERM");
  const stopped = await deployment.ended;
  deployment.goOn();
  expect(stopped.exit).toBe(143);
  const phases = (): readonly string[] =>
    slow
      .audit()
      .filter(({ action }) => action === "deploy")
      .map(({ phase }) => phase);
  expect(phases()).toEqual(["intent"]);
  const again = await slow.ground.run("deploy", ...AT_ORIGIN);
  expect(again).toMatchObject({ exit: 0, stderr: expect.stringContaining("finishing the deploy") });
  expect(await slow.liveVersion()).toBe("1.0.0");
  expect(new Set(phases())).toEqual(new Set(["intent", "done"]));
  expect(slow.ground.git("status", "--porcelain")).toBe("");
});
