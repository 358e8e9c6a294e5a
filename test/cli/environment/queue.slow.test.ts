import { afterAll, beforeAll, expect, it } from "vitest";
import { documentOf, type EndedCommand } from "../../builders/command-process.ts";
import { AT_ORIGIN, SlowDeployments } from "../../builders/slow-deployments.ts";

const QUEUED = 8;

let slow: SlowDeployments;

beforeAll(async () => {
  slow = await SlowDeployments.deployedTwice(...AT_ORIGIN);
});

afterAll(() => slow.close());

it("a rollback overtakes nine deployments, the one at work and eight that wait, within one step", async () => {
  const atWork = await slow.deployAndHang(...AT_ORIGIN);
  const waiting: Promise<EndedCommand>[] = [];
  for (let nth = 1; nth <= QUEUED; nth += 1) waiting.push((await slow.queue(...AT_ORIGIN, "--json")).ended);
  const before = slow.audit().length;

  const flags = ["--task", "colour", "--reason", "wrong colours"];
  expect(await slow.ground.run("rollback", ...flags, ...AT_ORIGIN)).toMatchObject({ exit: 0 });

  expect(await slow.liveVersion()).toBe("1.0.0");
  const since = slow.audit().slice(before);
  const done = since.findIndex(({ action, phase }) => action === "rollback" && phase === "done");
  expect(done).toBeGreaterThanOrEqual(0);
  const overtaking = since.slice(0, done);
  expect(overtaking.filter(({ action, phase }) => action === "deploy" && phase === "intent")).toEqual([]);
  expect(await atWork.ended).toMatchObject({ exit: 7 });
  atWork.goOn();

  const ended = await Promise.all(waiting);
  expect(ended.map(({ exit }) => exit)).toEqual(Array.from({ length: QUEUED }, () => 0));
  const deployed = ended.filter((one) => documentOf(one)["deployed"] !== false);
  expect(deployed, "one deploys main's newest state, the others find it there").toHaveLength(1);
  expect(await slow.liveVersion()).toBe("1.0.2");
  expect((await slow.ground.run("validate")).exit).toBe(0);
});
