import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createLocalTarget, type LocalTargetOptions } from "../../../src/deployment/adapters/local-target.ts";
import { isAlive } from "../../../src/deployment/adapters/service-process.ts";
import type { OpenedTarget } from "../../../src/deployment/targets/opened-target.ts";
import { systemPace } from "../../../src/evaluation/adapters/system-pace.ts";
import { aDesiredState, FIRST, SECOND, targetContract } from "./target-contract.ts";

let bin = "";
let program = "";
beforeAll(async () => {
  bin = mkdtempSync(join(tmpdir(), "serve-release-"));
  program = join(bin, "serve-release.mjs");
  await build({
    entryPoints: [join(import.meta.dirname, "../../fakes/serve-release.ts")],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    target: "node20",
    banner: {
      js: 'import { createRequire } from "node:module";const require = createRequire(import.meta.url);',
    },
  });
});
afterAll(() => rmSync(bin, { recursive: true, force: true }));

/** A process that was ended is gone some time later. */
const PATIENCE = { timeout: 60_000 };

interface Environment {
  readonly folder: string;
  readonly target: OpenedTarget;
  dispose(): Promise<void>;
}

const contents: LocalTargetOptions["contents"] = (release) =>
  [FIRST, SECOND].find((assembled) => assembled.release.image === release.image)?.files;

function anEnvironment(overrides: Partial<LocalTargetOptions> = {}, folder = aFolder()): Environment {
  const target = createLocalTarget({
    folder,
    command: ({ releaseFolder, readyFile }) => [process.execPath, program, releaseFolder, readyFile],
    environment: { PATH: process.env["PATH"] },
    contents,
    pace: systemPace,
    startTimeoutMs: 20_000,
    stopTimeoutMs: 10_000,
    ...overrides,
  });
  const dispose = async (): Promise<void> => {
    await target.stopAll();
    rmSync(folder, { recursive: true, force: true });
  };
  return { folder, target, dispose };
}

const aFolder = (): string => mkdtempSync(join(tmpdir(), "local-target-"));
const recordOf = (folder: string, id: string) =>
  JSON.parse(readFileSync(join(folder, "deployments", `${id}.json`), "utf8"));

targetContract("local", async () => anEnvironment());

describe("the target local, as processes", () => {
  const opened: Environment[] = [];
  const open = (...args: Parameters<typeof anEnvironment>): Environment => {
    const environment = anEnvironment(...args);
    opened.push(environment);
    return environment;
  };
  afterEach(async () => {
    for (const environment of opened.splice(0)) await environment.dispose();
  });

  const first = aDesiredState(FIRST, { operation: "1".repeat(64) });
  const second = aDesiredState(SECOND, { operation: "2".repeat(64) });

  it("outlives the command that started it: another one finds it and goes on", async () => {
    const { folder, target } = open();
    const { id, url } = await target.start(first);
    await target.finish(id);
    const again = open({ contents: () => undefined }, folder).target;
    expect(await again.start(first)).toEqual({ id, url });
    expect((await again.observe()).deployment?.healthy).toBe(true);
  });

  it("reports a process that died as unhealthy, and starts it again when asked", async () => {
    const { folder, target } = open();
    const { id } = await target.start(first);
    await target.finish(id);
    const { process: running } = recordOf(folder, id);
    process.kill(running.pid, "SIGKILL");
    await expect.poll(() => isAlive(running), PATIENCE).toBe(false);
    expect((await target.observe()).deployment?.healthy).toBe(false);
    await target.start(first);
    expect((await target.observe()).deployment?.healthy).toBe(true);
  });

  it.skipIf(!existsSync("/proc/self/stat"))(
    "does not take a stranger with the same number for its own process",
    async () => {
      const { folder, target } = open();
      const { id } = await target.start(first);
      const record = recordOf(folder, id);
      const stranger = { ...record, process: { pid: process.pid, startTime: "1" } };
      writeFileSync(join(folder, "deployments", `${id}.json`), JSON.stringify(stranger));
      expect(await target.status(id)).toMatchObject({ kind: "failed" });
      await target.rollback(id);
      expect(isAlive(record.process)).toBe(false);
    },
  );

  it.skipIf(!existsSync("/proc/self/stat"))(
    "ends what a run that was killed before writing it down left behind",
    async () => {
      const { folder, target } = open();
      await target.start(first).then(({ id }) => target.finish(id));
      const orphan = spawn(
        process.execPath,
        [
          program,
          join(folder, "releases", readdirSync(join(folder, "releases"))[0] ?? ""),
          join(folder, "deployments", `${"2".repeat(16)}.ready`),
        ],
        { detached: true, stdio: "ignore" },
      );
      const { id } = await target.start(second);
      await expect
        .poll(
          () => isAlive({ pid: orphan.pid ?? 0, startTime: startTimeOf(orphan.pid ?? 0) ?? "gone" }),
          PATIENCE,
        )
        .toBe(false);
      expect(recordOf(folder, id).process.pid).not.toBe(orphan.pid);
    },
  );

  it("replaces a release folder that was left unfinished or tampered with", async () => {
    const { folder, target } = open();
    const { id } = await target.start(first);
    await target.rollback(id);
    const [release = ""] = readdirSync(join(folder, "releases"));
    const file = join(folder, "releases", release, "prompts/support_reply/1.0.0.yaml");
    writeFileSync(file, readFileSync(file, "utf8").replace("You are", "You were"));
    const { id: again } = await target.start(first);
    expect(await target.status(again)).toMatchObject({ kind: "running" });
    expect(readFileSync(file, "utf8")).toContain("You are");
  });

  it("says what the process wrote when it does not come up, and leaves nothing running", async () => {
    const script = "console.error('planted last words'); process.exit(3)";
    const { folder, target } = open({ command: () => [process.execPath, "-e", script] });
    await expect(target.start(first)).rejects.toThrow(/ended before it was ready: planted last words/);
    expect(await target.observe()).toEqual({ pending: [] });
    expect(readdirSync(join(folder, "deployments"))).toEqual([]);
  });

  it("gives up on a process that is never ready, and ends it", async () => {
    const { target, folder } = open({
      command: ({ readyFile }) => [process.execPath, "-e", "setInterval(() => {}, 1000)", readyFile],
      startTimeoutMs: 200,
    });
    await expect(target.start(first)).rejects.toThrow(/not ready in time/);
    expect(readdirSync(join(folder, "deployments"))).toEqual([]);
  });

  it("says that a command cannot be run", async () => {
    const { target } = open({ command: () => ["/nowhere/to/be/found"] });
    await expect(target.start(first)).rejects.toThrow(/cannot be run/);
  });

  it("refuses pins that the release does not carry, in the service's own words", async () => {
    const { target } = open();
    const desired = { ...first, pins: { support_reply: "9.9.9" } };
    await expect(target.start(desired)).rejects.toThrow(/9\.9\.9, which is not carried/);
  });

  it("keeps earlier releases so that they can be gone back to without their sources", async () => {
    const { folder, target } = open();
    for (const desired of [first, second]) await target.start(desired).then(({ id }) => target.finish(id));
    expect(target.releases().map(({ number }) => number)).toEqual([2, 1]);
    const later = open({ contents: () => undefined }, folder).target;
    const { id } = await later.start({ ...first, operation: "3".repeat(64), generation: 3 });
    expect(await later.verify(id)).toMatchObject({ release: 1 });
  });

  it("has nothing running and nothing pointed to after stopAll", async () => {
    const { folder, target } = open();
    const { id } = await target.start(first);
    await target.finish(id);
    const { process: running } = recordOf(folder, id);
    await target.stopAll();
    expect(isAlive(running)).toBe(false);
    expect(await target.observe()).toEqual({ pending: [] });
  });
});

function startTimeOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}
