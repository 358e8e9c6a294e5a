import { afterAll, beforeAll, expect, it } from "vitest";
import { documentOf, type EndedCommand, startCommand } from "../../builders/command-process.ts";
import { AT_ORIGIN, SlowDeployments } from "../../builders/slow-deployments.ts";

const QUEUED = 8;

let slow: SlowDeployments;

beforeAll(async () => {
  slow = await SlowDeployments.deployedTwice(...AT_ORIGIN);
}, 120_000);

afterAll(() => slow.close());

/** A deployment that has said whose turn it waits for. */
function queue(): Promise<{ readonly ended: Promise<EndedCommand> }> {
  const { process: child, ended } = startCommand("deploy", [
    "--root",
    slow.ground.root,
    ...AT_ORIGIN,
    "--json",
  ]);
  return new Promise((resolve, reject) => {
    child.stderr?.on("data", (text: string) => {
      if (text.includes("waiting for the deploy of")) resolve({ ended });
    });
    void ended.then(({ stderr }) => reject(new Error(`it did not wait: ${stderr}`)));
  });
}

it("a rollback overtakes nine deployments, the one at work and eight that wait, within one step", async () => {
  const atWork = await slow.deployAndHang(...AT_ORIGIN);
  const waiting: Promise<EndedCommand>[] = [];
  for (let nth = 1; nth <= QUEUED; nth += 1) waiting.push((await queue()).ended);
  const before = slow.audit().length;

  const flags = ["--task", "colour", "--reason", "wrong colours"];
  expect(await slow.ground.run("rollback", ...flags, ...AT_ORIGIN)).toMatchObject({ exit: 0 });

  expect(await slow.liveVersion()).toBe("1.0.0");
  const since = slow.audit().slice(before);
  expect(since.filter(({ action, phase }) => action === "deploy" && phase === "intent")).toEqual([]);
  expect(since.find(({ action, phase }) => action === "rollback" && phase === "done")).toBeDefined();
  expect(await atWork.ended).toMatchObject({ exit: 7 });
  atWork.goOn();

  const ended = await Promise.all(waiting);
  expect(ended.map(({ exit }) => exit)).toEqual(Array.from({ length: QUEUED }, () => 0));
  const deployed = ended.filter((one) => documentOf(one)["deployed"] !== false);
  expect(deployed, "one deploys main's newest state, the others find it there").toHaveLength(1);
  expect(await slow.liveVersion()).toBe("1.0.2");
  expect((await slow.ground.run("validate")).exit).toBe(0);
}, 180_000);
