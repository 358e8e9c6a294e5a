import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "../../builders/command-process.ts";
import { SlowDeployments } from "../../builders/slow-deployments.ts";

/** Without a push commands meet in this repository, with one at origin. */
const HERE = ["--commit"] as const;
const AT_ORIGIN = ["--commit", "--push"] as const;

let slow: SlowDeployments;

beforeAll(async () => {
  slow = await SlowDeployments.open();
  await slow.ground.must("deploy", ...HERE);
  await slow.promoteNext("Which colour is it?");
  await slow.ground.must("deploy", ...HERE);
  await slow.promoteNext("Say the colour.");
}, 120_000);

afterAll(() => slow.close());

interface Entry {
  readonly action: string;
  readonly phase: string;
  readonly to?: string;
  readonly reason?: string;
  readonly details?: { readonly generation?: number };
}

const audit = (): readonly Entry[] =>
  slow.ground
    .read("prompt_audit.jsonl")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Entry);

async function liveVersion(): Promise<string | undefined> {
  const { url } = JSON.parse(slow.ground.read(".pipeline/deployments/shop/local/current.json")) as {
    readonly url: string;
  };
  const live = (await (await fetch(`${url}/version`)).json()) as {
    readonly prompts: Readonly<Record<string, { readonly version: string }>>;
  };
  return live.prompts["colour"]?.version;
}

describe("while a deployment evaluates", () => {
  it("a second one waits for its turn, and has nothing left to do then", async () => {
    const first = await slow.deployAndHang(...HERE);
    const second = slow.ground.run("deploy", ...HERE, "--json");
    const busy = new Promise((resolve) => setTimeout(resolve, 1500, "still waiting"));
    expect(await Promise.race([second, busy])).toBe("still waiting");
    first.goOn();
    expect((await first.ended).exit).toBe(0);
    const ended = await second;
    expect(ended).toMatchObject({
      exit: 0,
      stderr: expect.stringContaining("waiting for the deploy of Ada Author"),
    });
    expect(documentOf(ended)["deployed"]).toBe(false);
    expect(await liveVersion()).toBe("1.0.2");
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
    expect(await liveVersion()).toBe("1.0.1");
    const { exit, stderr } = await deployment.ended;
    expect({ exit, stderr }).toEqual({
      exit: 7,
      stderr: expect.stringMatching(/superseded by rollback of Ada Author .*\("wrong colours"\)/),
    });
    deployment.goOn();
    expect(await liveVersion()).toBe("1.0.1");
    expect(slow.ground.git("diff")).toBe("");
    const yielded = audit().find(({ action, phase }) => action === "deploy" && phase === "failed");
    expect(yielded).toMatchObject({ to: "release 4", reason: "a rollback goes first" });
    expect((await slow.ground.run("validate")).exit).toBe(0);
  });

  it("generations only ever grow", () => {
    const given = audit().flatMap(({ phase, details }) =>
      phase === "done" && details?.generation !== undefined ? [details.generation] : [],
    );
    expect(given.length).toBeGreaterThan(3);
    expect(given).toEqual([...new Set(given)].sort((a, b) => a - b));
  });

  it("a downgrade is not kept waiting, and what was being deployed is given up", async () => {
    const deployment = await slow.deployAndHang(...HERE);
    const ended = await slow.ground.run(
      "promote",
      "--task",
      "colour",
      "--to",
      "1.0.0",
      "--reason",
      "leaks",
      ...HERE,
    );
    expect(ended).toMatchObject({ exit: 0 });
    expect(await deployment.ended).toMatchObject({
      exit: 7,
      stderr: expect.stringContaining("superseded by promote of"),
    });
    deployment.goOn();
    expect(await liveVersion()).toBe("1.0.1");
    expect(audit().at(-1)).toMatchObject({ action: "deploy", phase: "failed" });
    await slow.ground.must("deploy", ...HERE);
    expect(await liveVersion()).toBe("1.0.0");
  });

  it("a freeze lets it and all others wait, rollbacks do not, and what was begun goes on when it is over", async () => {
    await slow.promoteNext("Tell me the colour.");
    const planned = await slow.ground.must("freeze", "--until", "8h", "--reason", "sale", "--dry-run");
    expect(planned.stdout).toContain("would record that shop/local is frozen until");
    const deployment = await slow.deployAndHang(...HERE);
    const frozen = await slow.ground.must("freeze", "--until", "8h", "--reason", "sale", ...HERE, "--json");
    expect(documentOf(frozen)).toMatchObject({ environment: "shop/local", changed: true, stopped: true });
    expect(await deployment.ended).toMatchObject({
      exit: 7,
      stderr: expect.stringContaining("superseded by freeze of Ada"),
    });
    deployment.goOn();
    const waited = await slow.ground.must("deploy", ...HERE, "--json");
    const waiting = documentOf(waited);
    expect(waiting).toMatchObject({ deployed: false, waiting: { place: "shop/local", reason: "sale" } });
    slow.ground.write({ ".pipeline/deployed.json": waited.stdout });
    const published = slow.ground.must(
      "publish-deployment",
      "--from",
      `${slow.ground.root}/.pipeline/deployed.json`,
    );
    expect((await published).stdout).toMatch(/^shop\/local is frozen until .*: sale; nothing was deployed/);
    expect((await slow.ground.must("status")).stdout).toMatch(/frozen shop\/local is frozen until .*: sale/);
    expect(await liveVersion()).toBe("1.0.0");
    await slow.ground.must("freeze", "--until", "now", "--reason", "over", ...HERE);
    expect((await slow.ground.must("status")).stdout).not.toContain("frozen");
    const ended = await slow.ground.run("deploy", ...HERE);
    expect(ended).toMatchObject({
      exit: 0,
      stderr: expect.stringContaining("finishing the deploy of release"),
    });
    expect(await liveVersion()).not.toBe("1.0.0");
  });
});
