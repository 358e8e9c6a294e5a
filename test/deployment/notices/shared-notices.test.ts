import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDiskOutbox } from "../../../src/deployment/adapters/notices/disk-outbox.ts";
import { meetShared, unshared } from "../../../src/deployment/notices/meet-shared.ts";
import type { NoticeOutbox } from "../../../src/deployment/notices/notice-outbox.ts";
import {
  changeSharedNotices,
  KEPT_DAYS,
  KEPT_NOTICES,
  parseSharedNotices,
  type SharedNotice,
} from "../../../src/deployment/notices/shared-notices.ts";
import { aNotice } from "../../builders/notice.ts";

const NOW = "2026-11-21T00:00:00.000Z";

const about = (operation: string, at = "2026-11-20T00:00:00.000Z"): SharedNotice => ({
  notice: aNotice({ operation, at }),
  to: "issue",
});
const operationsIn = (notices: readonly SharedNotice[]) => notices.map(({ notice }) => notice.operation);
const kept = (...added: readonly SharedNotice[]): string =>
  changeSharedNotices(undefined, { added, removed: [] }, NOW).text;

describe("what is kept for other machines", () => {
  it("is added once, however many machines add it, and goes once it was told", () => {
    const twice = changeSharedNotices(
      kept(about("a")),
      { added: [about("a"), about("b")], removed: [] },
      NOW,
    );
    expect(operationsIn(parseSharedNotices(twice.text))).toEqual(["a", "b"]);
    const left = changeSharedNotices(twice.text, { added: [], removed: [about("a")] }, NOW);
    expect(operationsIn(parseSharedNotices(left.text))).toEqual(["b"]);
  });

  it("is the notice alone: not what a receiver answered, which may quote anything", () => {
    const answered = { ...about("a"), why: "the receiver said: Ada Lovelace, born in 1815", isShared: true };
    const text = kept(answered);
    expect(text).not.toContain("Lovelace");
    expect(parseSharedNotices(text)).toEqual([about("a")]);
  });

  it("waits for its operation as long as that is not on record", () => {
    const text = kept({ ...about("a"), recordedAs: "a-close" });
    expect(parseSharedNotices(text)).toMatchObject([{ recordedAs: "a-close" }]);
  });

  it(`is dropped after ${KEPT_DAYS} days, and given to be said`, () => {
    const old = about("old", "2026-10-21T23:59:59.000Z");
    const last = about("last", "2026-10-22T00:00:00.000Z");
    const changed = changeSharedNotices(kept(), { added: [old, last], removed: [] }, NOW);
    expect([operationsIn(parseSharedNotices(changed.text)), operationsIn(changed.dropped)]).toEqual([
      ["last"],
      ["old"],
    ]);
  });

  it(`is ${KEPT_NOTICES} at most: the oldest are dropped, and given to be said`, () => {
    const many = Array.from({ length: KEPT_NOTICES + 2 }, (_, index) =>
      about(`${index}`, new Date(Date.parse("2026-11-20T00:00:00Z") + index).toISOString()),
    );
    const changed = changeSharedNotices(undefined, { added: many.toReversed(), removed: [] }, NOW);
    expect(parseSharedNotices(changed.text)).toHaveLength(KEPT_NOTICES);
    expect(operationsIn(changed.dropped)).toEqual(["0", "1"]);
  });

  it("of a version that is not known is refused, not overwritten", () => {
    const change = { added: [about("a")], removed: [] };
    expect(() => changeSharedNotices('{"schema_version":2}', change, NOW)).toThrow("not known");
  });
});

describe("a machine that meets what others kept", () => {
  let root: string;
  let outbox: NoticeOutbox;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "outbox-"));
    outbox = createDiskOutbox(root);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("takes over what waits there, and keeps there what waits here", () => {
    outbox.put(about("own"));
    expect(meetShared(outbox, [about("theirs")])).toEqual([]);
    expect(operationsIn(outbox.waiting()).sort()).toEqual(["own", "theirs"]);
    expect(operationsIn(unshared(outbox))).toEqual(["own"]);
  });

  it("forgets what another one told meanwhile", () => {
    outbox.put({ ...about("told there"), isShared: true });
    outbox.put(about("own"));
    meetShared(outbox, []);
    expect(operationsIn(outbox.waiting())).toEqual(["own"]);
  });

  it("tells nothing again that it has told, and says that it may go", () => {
    outbox.markTold(about("told here"));
    expect(operationsIn(meetShared(outbox, [about("told here"), about("other")]))).toEqual(["told here"]);
    expect(operationsIn(outbox.waiting())).toEqual(["other"]);
  });

  it("keeps all of its own again where the branch was deleted", () => {
    outbox.put({ ...about("own"), isShared: true });
    meetShared(outbox, undefined);
    expect(operationsIn(unshared(outbox))).toEqual(["own"]);
  });
});
