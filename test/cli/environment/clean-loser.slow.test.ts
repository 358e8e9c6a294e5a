import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorOf } from "../../builders/command-process.ts";
import { AT_ORIGIN, SlowDeployments } from "../../builders/slow-deployments.ts";

let slow: SlowDeployments;

beforeAll(async () => {
  slow = await SlowDeployments.deployed(...AT_ORIGIN);
  await slow.ground.must("deploy", ...AT_ORIGIN);
});

afterAll(() => slow.close());

/** A colleague takes the environment while a deployment evaluates here; the colleague's own service runs nowhere. */
async function overtakenBy(name: string, ...flags: readonly string[]): Promise<string> {
  const deployment = await slow.deployAndHang(...AT_ORIGIN);
  expect(slow.ground.git("status", "--porcelain")).not.toBe("");
  const colleague = slow.ground.freshClone();
  await colleague.run(name, ...flags, ...AT_ORIGIN);
  colleague.remove();
  const { exit, stderr } = await deployment.ended;
  deployment.goOn();
  expect(exit).toBe(7);
  return stderr;
}

describe("a deployment that somebody elsewhere overtook leaves its checkout clean and at main's newest state", () => {
  it.each<[string, readonly string[]]>([
    ["rollback", ["--task", "colour", "--reason", "wrong"]],
    ["freeze", ["--until", "8h", "--reason", "sale"]],
    ["promote", ["--task", "colour", "--to", "1.0.0", "--reason", "leaks"]],
  ])("by a %s", async (name, flags) => {
    await slow.promoteNext(`The colour before a ${name}.`);
    expect(await overtakenBy(name, ...flags)).toContain(`superseded by ${name} of Grace Runner`);
    const { ground } = slow;
    expect(ground.git("status", "--porcelain")).toBe("");
    expect(ground.git("rev-parse", "HEAD")).toBe(ground.remoteGit("rev-parse", "main"));
    expect(ground.read("prompt_registry.yaml")).not.toContain("deploying");
    expect((await ground.run("validate")).exit).toBe(0);
    if (name === "freeze") await ground.must("freeze", "--until", "now", "--reason", "over", ...AT_ORIGIN);
    await ground.must("deploy", ...AT_ORIGIN);
  });

  it("what it was doing is on record where it was given up for good, also by a rollback that found nothing to roll back", () => {
    const given = slow.audit().filter(({ action, phase }) => action === "deploy" && phase === "failed");
    expect(given).toMatchObject([
      { actor: expect.stringContaining("Grace Runner"), reason: "its files are gone" },
      {
        actor: expect.stringContaining("Ada Author"),
        reason: expect.stringContaining("superseded by promote of Grace Runner"),
      },
    ]);
  });
});

describe("a rollback whose record does not reach origin", () => {
  it("says that users are served again, and ends with 8 until it is pushed", async () => {
    const { ground } = slow;
    await slow.promoteNext("Which colour, at last?");
    await ground.must("deploy", ...AT_ORIGIN);
    const flags = ["--task", "colour", "--reason", "wrong", ...AT_ORIGIN, "--json"];
    ground.git("remote", "set-url", "origin", "../gone.git");
    const first = await ground.run("rollback", ...flags);
    expect([first.exit, errorOf(first)]).toEqual([
      8,
      expect.stringMatching(
        /^shop\/local is back already and answers from release \d+; the record of it is not complete: /,
      ),
    ]);
    const live = await slow.liveVersion();
    const second = await ground.run("rollback", ...flags);
    expect([second.exit, errorOf(second)]).toEqual([
      8,
      expect.stringMatching(/^shop\/local is back already, and its record .* could not be pushed/),
    ]);
    const other = await ground.run(
      "rollback",
      "--task",
      "colour",
      "--to",
      "9.9.9",
      "--reason",
      "x",
      ...AT_ORIGIN,
    );
    expect([other.exit, other.stderr], "another rollback does not wait for it").toEqual([
      3,
      expect.stringContaining("knows no version 9.9.9"),
    ]);
    ground.git("remote", "set-url", "origin", "../remote.git");
    const third = await ground.run("rollback", ...flags);
    expect([third.exit, third.stdout]).toEqual([0, expect.stringContaining('"completed":true')]);
    expect(ground.git("rev-parse", "HEAD")).toBe(ground.remoteGit("rev-parse", "main"));
    expect(await slow.liveVersion()).toBe(live);
  });
});
