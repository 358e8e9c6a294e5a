import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { documentOf } from "../../builders/command-process.ts";
import { labelTemplate } from "../../builders/label-task.ts";
import { AT_ORIGIN, HERE, SlowDeployments } from "../../builders/slow-deployments.ts";

let slow: SlowDeployments;

beforeAll(async () => {
  slow = await SlowDeployments.deployedTwice(...HERE);
});

afterAll(() => slow.close());

describe("while a deployment evaluates", () => {
  it("a promotion that lands meanwhile stays, and is deployed next", async () => {
    const { ground } = slow;
    ground.author({ "prompts/00-templates/colour.yaml": labelTemplate("colour", "Name its colour.") });
    await ground.must("eval-runner", "--all", "--quiet", "--no-cache");
    const deployment = await slow.deployAndHang(...AT_ORIGIN);
    const colleague = ground.colleague();
    const promoted = await colleague.run("promote", "--all-ready", ...AT_ORIGIN);
    colleague.remove();
    expect(promoted).toMatchObject({ exit: 0 });
    deployment.goOn();
    expect(await deployment.ended).toMatchObject({ exit: 0 });
    expect(await slow.liveVersion()).toBe("1.0.2");
    expect(ground.git("rev-parse", "HEAD")).toBe(ground.remoteGit("rev-parse", "main"));
    const registry = ground.read("prompt_registry.yaml");
    expect(registry).toMatch(/version: "1.0.2"\n +status: "verified"/);
    expect(registry).toMatch(/version: "1.0.3"\n +status: "promoted"/);
    expect(ground.git("status", "--porcelain")).toBe("");
    expect(await ground.run("validate")).toMatchObject({ exit: 0 });
    await ground.must("deploy", ...AT_ORIGIN);
    expect(await slow.liveVersion()).toBe("1.0.3");
  });

  it("a downgrade is not kept waiting, and what was being deployed is given up", async () => {
    await slow.promoteNext("The colour, please.");
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
    expect(await slow.liveVersion()).toBe("1.0.3");
    expect(slow.audit().at(-1)).toMatchObject({ action: "deploy", phase: "failed" });
    await slow.ground.must("deploy", ...HERE);
    expect(await slow.liveVersion()).toBe("1.0.0");
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
    expect((await slow.ground.must("status")).stdout).toMatch(/shop\/local is frozen until .*: sale/);
    expect(await slow.liveVersion()).toBe("1.0.0");
    await slow.ground.must("freeze", "--until", "now", "--reason", "over", ...HERE);
    expect((await slow.ground.must("status")).stdout).not.toContain("frozen");
    const ended = await slow.ground.run("deploy", ...HERE);
    expect(ended).toMatchObject({
      exit: 0,
      stderr: expect.stringContaining("finishing the deploy of release"),
    });
    expect(await slow.liveVersion()).not.toBe("1.0.0");
  });

  it("generations only ever grow", () => {
    const given = slow
      .audit()
      .flatMap(({ phase, details }) =>
        phase === "done" && details?.generation !== undefined ? [details.generation] : [],
      );
    expect(given.length).toBeGreaterThan(3);
    expect(given).toEqual([...new Set(given)].sort((a, b) => a - b));
  });
});
