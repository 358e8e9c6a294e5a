import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvalReport } from "../../../src/evaluation/report.ts";
import { exampleLines, PATHS } from "../../builders/a-repository.ts";
import { completion, json, type Respond } from "../../fakes/fake-model-server.ts";
import { type Evaluated, ModelRepository, withoutTimes } from "./model-repository.ts";

/** Right but for the questions 5 and 17. */
const mostlyRight: Respond = (response, asked) => {
  const isWrong = /Number (5|17)\?/.test(JSON.stringify(asked.body));
  return json(200, completion(isWrong ? "No." : "Yes."))(response, asked);
};

let made: ModelRepository;
beforeAll(async () => {
  made = await ModelRepository.open({}, mostlyRight);
});
afterAll(() => made.close());

const askedSince = (count: number): readonly string[] => made.questions().slice(count);

describe("examples that failed", () => {
  it("are asked again alone, which is no evidence and not logged", async () => {
    const first = await made.evaluate();
    expect(first.report.counts).toMatchObject({ passed: 22, failed: 2 });
    const logged = made.names("prompts/04-evals/support_reply");
    const before = made.server.asked.length;
    const again = await made.evaluate("--only-failed", first.report.run_id, "--no-cache");
    expect([...askedSince(before)].sort()).toEqual(["Number 17?", "Number 5?"]);
    expect(again.exit).toBe(5);
    expect(again.report).toMatchObject({
      verdict: "fail",
      counts: { examples: 2, failed: 2 },
      baseline: null,
    });
    expect(again.report.reasons.join("\n")).toContain("no evidence for a promotion");
    expect(made.names("prompts/04-evals/support_reply")).toEqual(logged);
  });

  it("must be of a run that is on record", async () => {
    const ended = await made.run(["--task", "support_reply", "--only-failed", "../../etc"]);
    expect(ended.exit).toBe(2);
    expect(ended.stderr).toContain("no recorded run");
  });
});

describe("repeats", () => {
  it("count an example as passed by pass_k only when all its answers are", async () => {
    const before = made.server.asked.length;
    const { report } = await made.evaluate("--repeat", "3", "--no-log", "--no-cache");
    expect(made.server.asked.length - before).toBe(72);
    expect(report.counts).toMatchObject({ examples: 24, scored: 24, passed: 22 });
    expect(report.metrics["equals.pass_k"]).toBeCloseTo(22 / 24);
  });
});

describe("several models", () => {
  it("are a run each in one document, and the worst decides the exit", async () => {
    const before = made.server.asked.length;
    const { exit, reports } = await made.evaluate(
      "--model",
      "small-1",
      "--model",
      "small-2",
      "--no-log",
      "--no-cache",
    );
    expect(exit).toBe(0);
    expect(reports.map(({ model }) => model.name)).toEqual(["small-1", "small-2"]);
    expect(new Set(reports.map(({ run_id }) => run_id)).size).toBe(2);
    const models = made.server.asked
      .slice(before)
      .map(({ body }) => (body as { readonly model: string }).model);
    expect(models.filter((model) => model === "small-2")).toHaveLength(24);
  });
});

describe("shards", () => {
  let out: string;
  let whole: Evaluated;
  let shards: readonly Evaluated[];

  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), "shards-"));
    whole = await made.evaluate("--no-log", "--no-cache");
    const run = (index: number) =>
      made.evaluate("--shard", `${index}/3`, "--out", join(out, `job-${index}`), "--no-cache");
    shards = [await run(1), await run(2), await run(3)];
  });
  afterAll(() => rmSync(out, { recursive: true, force: true }));

  const jobs = (...indices: readonly number[]) =>
    indices.flatMap((index) => ["--merge", join(out, `job-${index}`)]);

  it("together ask every example once, and decide nothing alone", () => {
    expect(shards.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    const examples = shards.map(({ report }) => report.counts.examples);
    expect(examples.reduce((sum, count) => sum + count, 0)).toBe(24);
    expect(Math.max(...examples)).toBeLessThan(24);
    for (const { report } of shards) expect(report.verdict).toBe("inconclusive");
  });

  it("are joined into the report of the unsharded run, without asking anybody", async () => {
    const before = made.server.asked.length;
    const merged = await made.run(["--json", ...jobs(3, 1, 2), "--no-log"], {});
    const { runs } = JSON.parse(merged.stdout) as { readonly runs: readonly [EvalReport] };
    expect(merged.exit).toBe(whole.exit);
    expect(withoutTimes(runs[0])).toEqual(withoutTimes(whole.report));
    expect(made.server.asked).toHaveLength(before);
  });

  it("may have no example at all, and are joined all the same", async () => {
    const few = await ModelRepository.open({ [PATHS.examples]: exampleLines(5) });
    const folder = join(few.root, ".pipeline", "out");
    const parts = [];
    for (let index = 1; index <= 5; index += 1)
      parts.push(await few.evaluate("--shard", `${index}/5`, "--out", folder));
    expect(parts.some(({ report }) => report.counts.examples === 0)).toBe(true);
    const merged = await few.evaluate("--merge", folder);
    await few.close();
    expect(merged.report.counts).toMatchObject({ examples: 5, scored: 5 });
  });

  it.each([
    ["missing", () => jobs(1, 3), "lacks shard 2 of 3"],
    ["there twice", () => jobs(1, 2, 3, 2), "shard 2 of support_reply is there twice"],
  ])("that are %s are refused", async (_, flags, said) => {
    const merged = await made.run(flags());
    expect(merged.exit).toBe(3);
    expect(merged.stderr).toContain(said);
  });

  it("of another run are refused", async () => {
    const foreign = mkdtempSync(join(tmpdir(), "foreign-"));
    cpSync(out, foreign, { recursive: true });
    const template = join(made.root, PATHS.template);
    const text = readFileSync(template, "utf8");
    writeFileSync(template, text.replace("one sentence", "two sentences"));
    const merged = await made.run(["--merge", foreign]);
    writeFileSync(template, text);
    rmSync(foreign, { recursive: true, force: true });
    expect(merged.exit).toBe(3);
    expect(merged.stderr).toContain("belongs to another run: the prompt");
  });
});
