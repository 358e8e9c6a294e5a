import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createJournalStore } from "../../../src/lifecycle/adapters/journal-store.ts";
import { sha256 } from "../../../src/prompts/sha256.ts";
import { anAuditEntry } from "../../builders/audit-entry.ts";
import { documentOf, type EndedCommand } from "../../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../../builders/git-ground.ts";
import { aLabelTask, labelTemplate } from "../../builders/label-task.ts";

const REGISTRY = "prompt_registry.yaml";
const PRODUCTION = "prompts/02-production/colour.yaml";
const ARCHIVED = "prompts/99-archive/colour/1.0.0.yaml";

let settled: GitGround;
let ground: GitGround;

beforeAll(async () => {
  settled = await anEvaluatedGround(["colour", "other"]);
  await settled.must("promote", "--all-ready", "--commit", "--tag", "--quiet");
  settled.author({ "prompts/00-templates/colour.yaml": labelTemplate("colour", "Say the colour.") });
  await settled.must("eval-runner", "--task", "colour", "--quiet");
  await settled.must("promote", "--task", "colour", "--commit", "--tag", "--push", "--quiet");
});

afterAll(() => settled.remove());
afterEach(() => ground.remove());

const reconcile = (...flags: readonly string[]): Promise<EndedCommand> => ground.run("reconcile", ...flags);

/** A copy of the settled repository in which something was changed behind the commands' back. */
function tampered(changes: Readonly<Record<string, string | null>>): void {
  ground = settled.copy();
  ground.write(changes);
}

async function expectMended(...paths: readonly string[]): Promise<void> {
  const ended = await reconcile("--fix", "--json");
  expect({ exit: ended.exit, ...documentOf(ended) }).toMatchObject({ exit: 0, ok: true, differences: [] });
  expect(documentOf(ended)["fixed"]).not.toEqual([]);
  for (const path of paths) expect(ground.read(path)).toBe(settled.read(path));
}

describe("records that agree", () => {
  it("are left alone: exit 0, with and without --fix", async () => {
    ground = settled.copy();
    const before = ground.seen();
    expect((await reconcile()).stdout).toContain("agree");
    expect((await reconcile("--fix")).exit).toBe(0);
    expect(ground.seen()).toEqual(before);
  });
});

describe("a registry that somebody edited", () => {
  it("is shown fact by fact and written anew from the records, comments kept", async () => {
    const text = settled
      .read(REGISTRY)
      .replace('version: "1.0.1"', 'version: "1.0.0"')
      .replace('status: "promoted"', 'status: "verified"')
      .replace("  other:", "  # for the shop\n  other:");
    tampered({ [REGISTRY]: text });
    const { exit, stdout } = await reconcile();
    expect(exit).toBe(7);
    expect(stdout).toContain(
      "prompt_registry.yaml (colour): production.version is 1.0.0, the records say 1.0.1",
    );
    expect(stdout).toContain("status of 1.0.0 is verified, the records say promoted");
    expect((await reconcile("--fix")).exit).toBe(0);
    expect((await reconcile()).exit).toBe(0);
    expect(ground.read(REGISTRY)).toBe(
      settled.read(REGISTRY).replace("  other:", "  # for the shop\n  other:"),
    );
  });

  it("loses a task that nobody ever promoted", async () => {
    const block = settled.read(REGISTRY).match(/ {2}other:[\s\S]*?(?=\nenvironments|$)/)?.[0] ?? "";
    tampered({
      [REGISTRY]: settled
        .read(REGISTRY)
        .replace(block, `${block.trimEnd()}\n\n${block.replace("other:", "planted:")}`),
    });
    await expectMended(REGISTRY);
  });
});

describe("a registry that cannot be read", () => {
  it("is rebuilt, byte for byte, where conflict markers were left in it [G6]", async () => {
    const text = settled.read(REGISTRY);
    tampered({
      [REGISTRY]: text.replace("    versions:", "<<<<<<< HEAD\n=======\n>>>>>>> topic\n    versions:"),
    });
    await expectMended(REGISTRY);
  });

  it("is rebuilt where two branches promoted the same task and git kept both", async () => {
    const twice = settled
      .read(REGISTRY)
      .replace('version: "1.0.1"', 'version: "1.0.1"\n      version: "1.0.2"');
    tampered({ [REGISTRY]: twice });
    await expectMended(REGISTRY);
  });

  it("is rebuilt where it is gone [G7]", async () => {
    tampered({ [REGISTRY]: null });
    await expectMended(REGISTRY);
    expect((await ground.run("validate")).exit).toBe(0);
  });
});

describe("an audit record in which a merge left its markers", () => {
  it("keeps every line of both sides and loses the markers, once, beside what else is mended", async () => {
    const audit = settled.read("prompt_audit.jsonl");
    const [first = "", ...rest] = audit.trimEnd().split("\n");
    const conflict = [first, "<<<<<<< HEAD", ...rest, "=======", ...rest.slice(0, 1), ">>>>>>> topic", ""];
    tampered({ "prompt_audit.jsonl": conflict.join("\n"), [REGISTRY]: null });
    expect((await reconcile()).stdout).toContain("prompt_audit.jsonl:2");
    await expectMended(REGISTRY);
    expect(ground.read("prompt_audit.jsonl").startsWith(audit)).toBe(true);
    expect((await ground.run("validate")).exit).toBe(0);
  });
});

describe("an audit record that lost lines", () => {
  const AUDIT = "prompt_audit.jsonl";
  const lines = (): readonly string[] => settled.read(AUDIT).trimEnd().split("\n");
  const without = (...at: readonly number[]): string =>
    lines()
      .flatMap((line, index) => (at.includes(index) ? [] : [`${line}\n`]))
      .join("");

  async function expectPutBack(): Promise<void> {
    const { exit, stdout } = await reconcile();
    expect([exit, stdout.match(/differs /g)?.length]).toEqual([7, 1]);
    expect((await reconcile("--fix", "--commit")).exit).toBe(0);
    const [last, ...others] = ground.read(AUDIT).trimEnd().split("\n").toReversed();
    expect(others.toReversed()).toEqual(lines());
    expect(last).toContain('"action":"reconcile"');
    for (const path of [REGISTRY, PRODUCTION, ARCHIVED]) expect(ground.read(path)).toBe(settled.read(path));
    expect((await reconcile()).exit).toBe(0);
  }

  it("gets them back, whichever they are, where a commit took them away, and downgrades nothing", async () => {
    for (const at of lines().keys()) {
      tampered({ [AUDIT]: without(at) });
      ground.git("commit", "--quiet", "--all", "-m", "tidy up");
      await expectPutBack();
      ground.remove();
    }
    ground = settled.copy();
  });

  it("gets back an operation that went away longer ago than the newest 200 changes of the file", async () => {
    const last = lines().length - 1;
    tampered({ [AUDIT]: without(last) });
    ground.git("commit", "--quiet", "--all", "-m", "tidy up");
    for (let at = 0; at < 200; at += 1) {
      const freeze = { ...anAuditEntry({ operation: `freeze-${at}`, action: "freeze" }), task: undefined };
      ground.write({ [AUDIT]: `${ground.read(AUDIT)}${JSON.stringify(freeze)}\n` });
      ground.git("commit", "--quiet", "--all", "-m", "freeze: shop");
    }
    expect((await reconcile()).stdout).toContain("gone or changed");
    expect((await reconcile("--fix", "--commit")).exit).toBe(0);
    expect(ground.read(AUDIT).split("\n")).toEqual(expect.arrayContaining([...lines()]));
    for (const path of [REGISTRY, PRODUCTION, ARCHIVED]) expect(ground.read(path)).toBe(settled.read(path));
  });

  it("gets them back where they are gone from the working tree alone, or the file is", async () => {
    tampered({ [AUDIT]: without(lines().length - 1) });
    await expectPutBack();
    ground.remove();
    tampered({ [AUDIT]: null });
    await expectPutBack();
  });

  it("gets nothing back that a new beginning left behind, and everything where a version was kept", async () => {
    ground = settled.copy();
    ground.git("rm", "-r", "--quiet", "prompts", REGISTRY, AUDIT);
    ground.git("commit", "--quiet", "-m", "chore: begin without the samples");
    expect((await reconcile()).stdout).not.toContain(AUDIT);
    ground.remove();
    tampered({ [AUDIT]: null, [REGISTRY]: null });
    ground.git("commit", "--quiet", "--all", "-m", "chore: tidy up");
    expect((await reconcile()).stdout).toContain(AUDIT);
  });

  it("that was taken away with everything that it is about begins anew: nothing is missed", async () => {
    ground = settled.copy();
    ground.git("rm", "--quiet", "-r", "prompts", REGISTRY, AUDIT);
    expect((await reconcile()).stdout).not.toContain("gone or changed");
    ground.git("commit", "--quiet", "-m", "chore: begin without the samples");
    expect((await reconcile()).stdout).not.toContain("gone or changed");
    ground.author(aLabelTask({ id: "own" }), "feat: a task of our own");
    await ground.must("eval-runner", "--task", "own", "--quiet");
    await ground.must("promote", "--task", "own", "--commit", "--push", "--quiet");
    expect((await reconcile()).stdout).not.toContain("gone or changed");
    ground.write({ [AUDIT]: "" });
    expect((await reconcile()).stdout).toContain("promote own 1.0.0");
  });

  it("gets back what a merge lost; lines that a merge put in another order are no difference", async () => {
    ground = settled.copy();
    ground.git("checkout", "--quiet", "-b", "topic", "HEAD~1");
    ground.write({ "NOTES.md": "a note\n" });
    ground.git("add", "NOTES.md");
    ground.git("commit", "--quiet", "-m", "docs: a note");
    ground.git("merge", "--quiet", "--no-commit", "--no-ff", "main");
    ground.write({
      [AUDIT]: lines()
        .toReversed()
        .map((line) => `${line}\n`)
        .join(""),
    });
    ground.git("commit", "--quiet", "--all", "-m", "merge main");
    expect((await reconcile()).stdout).not.toContain("gone or changed");
    ground.remove();
    ground = settled.copy();
    ground.git("checkout", "--quiet", "-b", "topic", "HEAD~1");
    ground.write({ "NOTES.md": "a note\n" });
    ground.git("add", "NOTES.md");
    ground.git("commit", "--quiet", "-m", "docs: a note");
    ground.git("checkout", "--quiet", "main");
    ground.git("merge", "--quiet", "--no-commit", "--no-ff", "topic");
    ground.write({ [AUDIT]: without(lines().length - 1) });
    ground.git("commit", "--quiet", "--all", "-m", "merge the note");
    await expectPutBack();
  });
});

describe("locked files", () => {
  it("get the bytes back that were promoted", async () => {
    tampered({ [PRODUCTION]: settled.read(PRODUCTION).replace("Say the colour.", "Say something.") });
    await expectMended(PRODUCTION);
  });

  it("get them back where only a comment differs, or the file is gone", async () => {
    tampered({ [PRODUCTION]: `${settled.read(PRODUCTION)}# a note\n` });
    await expectMended(PRODUCTION);
    ground.write({ [PRODUCTION]: null, [ARCHIVED]: null });
    await expectMended(PRODUCTION, ARCHIVED);
  });

  it("get them back in the archive too, where not even a comment may be another one", async () => {
    tampered({ [ARCHIVED]: settled.read(ARCHIVED).replace("\n", "\n# a note\n") });
    const found = await ground.run("validate");
    expect(found).toMatchObject({ exit: 3, stdout: expect.stringContaining("error[archive-changed]") });
    await expectMended(ARCHIVED);
  });

  it("are reported and left alone where their bytes are nowhere: exit 7", async () => {
    tampered({ [PRODUCTION]: settled.read(PRODUCTION).replace("Say the colour.", "Say something.") });
    ground.write({ ".git/HEAD": "ref: refs/heads/unborn\n" });
    const edited = ground.read(PRODUCTION);
    const ended = await reconcile("--fix", "--json");
    expect(ended.exit).toBe(7);
    expect(documentOf(ended)).toMatchObject({
      ok: false,
      differences: [{ kind: "production", where: PRODUCTION, mendable: false }],
    });
    expect(ground.read(PRODUCTION)).toBe(edited);
  });

  it("that nobody promoted are never taken for promoted", async () => {
    const planted = settled
      .read(PRODUCTION)
      .replace("id: colour", "id: planted")
      .replace('id: "colour"', 'id: "planted"');
    tampered({ "prompts/02-production/planted.yaml": planted });
    const ended = await reconcile("--fix");
    expect(ended.exit).toBe(7);
    expect(ended.stdout).toContain("no promotion of planted is on record");
    expect(ground.read(REGISTRY)).toBe(settled.read(REGISTRY));
  });
});

describe("evidence", () => {
  it("that was edited gets the cited bytes back", async () => {
    const run = /run_id: "([^"]+)"/.exec(settled.read(REGISTRY))?.[1];
    const report = `prompts/04-evals/colour/${run}/report.json`;
    tampered({ [report]: settled.read(report).replace('"score": 1', '"score": 0.99') });
    await expectMended(report, REGISTRY);
  });
});

describe("what is mended", () => {
  it("is printed by a dry run, which changes nothing", async () => {
    tampered({ [REGISTRY]: null, [ARCHIVED]: null });
    const before = ground.seen();
    const ended = await reconcile("--fix", "--dry-run", "--json");
    expect(documentOf(ended)).toMatchObject({
      dry_run: true,
      files: expect.arrayContaining([REGISTRY, ARCHIVED, "prompt_audit.jsonl"]),
    });
    expect(ground.seen()).toEqual(before);
  });

  it("is on record, and committed alone where that is wanted", async () => {
    tampered({ [REGISTRY]: settled.read(REGISTRY).replace('version: "1.0.1"', 'version: "1.0.0"') });
    ground.git("commit", "--quiet", "--all", "-m", "edit by hand");
    expect((await reconcile("--fix", "--commit")).exit).toBe(0);
    expect(
      ground.git("show", "--name-only", "--format=%s", "HEAD").trim().split("\n").filter(Boolean),
    ).toEqual(["reconcile: 1 difference", "prompt_audit.jsonl", REGISTRY]);
    const last = JSON.parse(ground.read("prompt_audit.jsonl").trimEnd().split("\n").at(-1) ?? "{}");
    expect(last).toMatchObject({ action: "reconcile", phase: "done", actor: "Ada Author <ada@example.org>" });
  });
});

describe("the rest", () => {
  it("what a stopped command had begun is shown, and completed by --fix", async () => {
    ground = settled.copy();
    const path = "prompts/04-evals/colour/history.jsonl";
    const text = ground.read(path);
    createJournalStore(ground.root).write({
      operation: "promote-stopped",
      summary: "promoting colour 1.0.2",
      changes: [{ path, before: sha256(text), after: text }],
    });
    expect((await reconcile()).stdout).toContain("a command was stopped while promoting colour 1.0.2");
    expect((await reconcile("--fix")).exit).toBe(0);
    expect(ground.has(".pipeline/journal/promote-stopped.json")).toBe(false);
  });

  it("a tag that stands on another commit is reported and never moved", async () => {
    ground = settled.copy();
    ground.git("tag", "--force", "--annotate", "-m", "moved", "prompt/colour/v1.0.0", "HEAD");
    const before = ground.git("for-each-ref");
    const ended = await reconcile("--fix", "--json");
    expect(ended.exit).toBe(7);
    expect(documentOf(ended)).toMatchObject({
      differences: [{ kind: "tag", where: "prompt/colour/v1.0.0" }],
    });
    expect(ground.git("for-each-ref")).toBe(before);
  });
});
