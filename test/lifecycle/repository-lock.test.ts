import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withRepositoryLock } from "../../src/lifecycle/adapters/repository-lock.ts";
import { storeFile } from "../../src/lifecycle/adapters/store-file.ts";
import { RepositoryLocked } from "../../src/lifecycle/write-store.ts";

let folder: string;
let lock: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "repository-lock-"));
  lock = join(folder, "lock");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const heldBy = (holder: string): void => writeFileSync(lock, holder);
const work = async (): Promise<string> => "done";
const deadPid = (): number => spawnSync("true").pid;

describe("the repository's lock [F10]", () => {
  it("is refused while its process lives, which is named", async () => {
    let inner: unknown;
    await withRepositoryLock(lock, async () => {
      inner = await withRepositoryLock(lock, work).catch((error) => error);
    });
    expect(inner).toBeInstanceOf(RepositoryLocked);
    expect(String(inner)).toContain(`process ${process.pid}, started `);
    expect(existsSync(lock)).toBe(false);
  });

  it.each([
    ["whose process is dead", () => JSON.stringify({ pid: deadPid(), started: "1" })],
    ["whose number another process has now", () => JSON.stringify({ pid: process.pid, started: "1" })],
    ["that is half written", () => '{"pid":'],
  ])("%s is taken over, and nothing of it is left", async (_, holder) => {
    heldBy(holder());
    expect(await withRepositoryLock(lock, work)).toBe("done");
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is given back when the work fails", async () => {
    await expect(withRepositoryLock(lock, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a file that is stored", () => {
  it("is written beside its final name, so that no rename leaves the device [F11]", () => {
    const path = join(folder, "file.txt");
    writeFileSync(path, "old");
    const seen: (readonly string[])[] = [];
    storeFile(
      path,
      (function* () {
        seen.push(readdirSync(folder), [readFileSync(path, "utf8")]);
        yield "new";
      })(),
    );
    expect(seen).toEqual([["file.txt", `file.txt.${process.pid}.tmp`], ["old"]]);
    expect([readdirSync(folder), readFileSync(path, "utf8")]).toEqual([["file.txt"], "new"]);
  });
});
