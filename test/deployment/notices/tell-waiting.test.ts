import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiskOutbox } from "../../../src/deployment/adapters/notices/disk-outbox.ts";
import type { Notice } from "../../../src/deployment/notices/notice.ts";
import { tellWaiting } from "../../../src/deployment/notices/tell-waiting.ts";
import { Failure } from "../../../src/prompts/failure.ts";
import { aNotice } from "../../builders/notice.ts";

let root: string;
const told: string[] = [];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "outbox-"));
  told.length = 0;
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const place = (to: string) => ({
  tell: async ({ title }: Notice) => {
    told.push(`${to}: ${title}`);
    return "told";
  },
});
const deaf = {
  tell: async () => {
    throw new Failure("503", { exit: 8, fix: "Wait." });
  },
};

const tell = (isDown = false, recorded: readonly string[] = []) =>
  tellWaiting({
    outbox: createDiskOutbox(root),
    open: async (to) => (to === "gone" ? undefined : isDown && to === "webhook A" ? deaf : place(to)),
    isRecorded: (operation) => recorded.includes(operation),
  });

describe("what has to be told", () => {
  it("waits on disk where a place is down, and keeps no other place waiting", async () => {
    const outbox = createDiskOutbox(root);
    for (const to of ["webhook A", "issue"]) outbox.put({ notice: aNotice({ title: "t" }), to });
    expect((await tell(true)).map(({ kind }) => kind).sort()).toEqual(["told", "waiting"]);
    expect(createDiskOutbox(root).waiting()).toMatchObject([{ to: "webhook A", why: "503" }]);
    await tell();
    expect(told).toEqual(["issue: t", "webhook A: t"]);
    expect(createDiskOutbox(root).waiting()).toEqual([]);
  });

  it("is told a place once, however often the operation is run again", async () => {
    for (let run = 0; run < 3; run += 1) {
      createDiskOutbox(root).put({ notice: aNotice({ at: `2026-11-2${run}T00:00:00.000Z` }), to: "issue" });
      await tell();
    }
    expect(told).toHaveLength(1);
  });

  it("is told in the order in which it happened", async () => {
    const outbox = createDiskOutbox(root);
    const at = (day: number) => `2026-11-0${day}T00:00:00.000Z`;
    for (const day of [3, 1, 2])
      outbox.put({ notice: aNotice({ at: at(day), operation: `${day}`, title: `${day}` }), to: "issue" });
    await tell();
    expect(told).toEqual(["issue: 1", "issue: 2", "issue: 3"]);
  });

  it("is not told before it is on record", async () => {
    createDiskOutbox(root).put({ notice: aNotice(), to: "issue", recordedAs: "op-1-close" });
    expect(await tell()).toEqual([]);
    expect(await tell(false, ["op-1-close"])).toHaveLength(1);
  });

  it("is dropped, and that is said, where nobody is named any more", async () => {
    createDiskOutbox(root).put({ notice: aNotice(), to: "gone" });
    expect(await tell()).toMatchObject([
      { kind: "dropped", said: expect.stringContaining("told to nobody") },
    ]);
    expect(await tell()).toEqual([]);
  });

  it("is left to the command that tells already", async () => {
    const outbox = createDiskOutbox(root);
    outbox.put({ notice: aNotice(), to: "issue" });
    await outbox.alone(async () => expect(await tell()).toEqual([]));
    expect(await tell()).toHaveLength(1);
  });
});
