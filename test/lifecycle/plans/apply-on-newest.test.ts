import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createJournalStore } from "../../../src/lifecycle/adapters/journal-store.ts";
import { RemoteMoved } from "../../../src/lifecycle/git.ts";
import { applyOnNewest } from "../../../src/lifecycle/plans/apply-on-newest.ts";
import type { WritePlan } from "../../../src/prompts/file-change.ts";
import { sha256 } from "../../../src/prompts/sha256.ts";
import { aRefusingGit } from "../../fakes/refusing-git.ts";

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "newest-"));
  writeFileSync(join(root, "registry"), "before");
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const PLAN: WritePlan = {
  operation: "promote-1",
  summary: "promoting x 1.0.0",
  changes: [
    { path: "registry", before: sha256("before"), after: "after" },
    { path: "new/file", before: null, after: "new" },
  ],
  git: { message: "promote(x): v1.0.0", tags: [], push: "main" },
};

const filesLeft = (): readonly string[] =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

describe("a plan whose push is overtaken", () => {
  it("is made anew after the newest commits were brought in", async () => {
    const git = aRefusingGit(2);
    let planned = 0;
    const plan = async () => {
      planned += 1;
      return { write: PLAN, attempt: planned };
    };
    const { plan: last, applied } = await applyOnNewest(plan, createJournalStore(root), git);
    expect(git.asked).toEqual([
      ...["commit", "push", "take back", "update"],
      ...["commit", "push", "take back", "update"],
      ...["commit", "push"],
    ]);
    expect({ attempt: last.attempt, commit: applied.commit }).toEqual({ attempt: 3, commit: "c".repeat(40) });
    expect(readFileSync(join(root, "registry"), "utf8")).toBe("after");
  });

  it("is given up after the fifth time, with every file as it was", async () => {
    const git = aRefusingGit(Number.POSITIVE_INFINITY);
    const doing = applyOnNewest(async () => ({ write: PLAN }), createJournalStore(root), git);
    await expect(doing).rejects.toBeInstanceOf(RemoteMoved);
    expect(git.asked.filter((what) => what === "push")).toHaveLength(5);
    expect(readFileSync(join(root, "registry"), "utf8")).toBe("before");
    expect(filesLeft()).toEqual(["registry"]);
  });

  it("is not applied where the newest plan has nothing to write any more", async () => {
    const git = aRefusingGit(1);
    const plans: { readonly write?: WritePlan }[] = [{ write: PLAN }, {}];
    const plan = async () => plans.shift() ?? {};
    expect(await applyOnNewest(plan, createJournalStore(root), git)).toEqual({ plan: {}, applied: {} });
    expect(filesLeft()).toEqual(["registry"]);
  });
});
