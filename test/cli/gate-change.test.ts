import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { TreeChanges } from "../builders/a-repository.ts";
import { documentOf, type EndedCommand, errorOf } from "../builders/command-process.ts";
import { anEvaluatedGround, type GitGround } from "../builders/git-ground.ts";
import { labelExamples, labelTemplate } from "../builders/label-task.ts";

const METADATA = "prompts/03-metadata/colour.yaml";
const EXAMPLES = "prompts/01-examples/colour/parts.jsonl";

let settled: GitGround;
let ground: GitGround;

beforeAll(async () => {
  settled = await anEvaluatedGround(["colour"]);
  await settled.must("promote", "--task", "colour", "--commit", "--quiet");
});

afterAll(() => settled.remove());
afterEach(() => ground.remove());

const metadata = (from: string, to: string): TreeChanges => ({
  [METADATA]: settled.read(METADATA).replace(from, to),
});

/** A new wording, with the gate changed in the same breath, and evaluated: the run passes. */
async function evaluated(gate: TreeChanges): Promise<EndedCommand> {
  ground = settled.copy();
  const template = { "prompts/00-templates/colour.yaml": labelTemplate("colour", "Say the colour.") };
  ground.write({ ...template, ...gate });
  ground.git("add", "--all");
  ground.git("commit", "--quiet", "-m", "feat(prompts): a wording");
  return ground.must("eval-runner", "--task", "colour", "--report", "markdown");
}

const promote = (...flags: readonly string[]) => ground.run("promote", "--task", "colour", ...flags);

const GATES: readonly (readonly [string, () => TreeChanges, string])[] = [
  [
    "a lower threshold",
    () => metadata("threshold: 0.8", "threshold: 0.7"),
    "the threshold was lowered from 0.8 to 0.7",
  ],
  [
    "fewer examples [D9]",
    () => ({ [EXAMPLES]: labelExamples(22) }),
    "2 examples were removed (part-23, part-24)",
  ],
];

describe("a gate that was changed together with the prompt [D10]", () => {
  it.each(GATES)("%s: is refused without a reason, whatever the run says", async (_, gate, found) => {
    await evaluated(gate());
    const before = ground.seen();
    const ended = await promote("--commit", "--json");
    expect(ended.exit).toBe(5);
    expect(errorOf(ended)).toContain(found);
    expect(ended.stderr).toContain("--reason TEXT");
    expect(ground.seen()).toEqual(before);
  });

  it("is promoted with a reason, and both stand in the audit record", async () => {
    await evaluated(metadata("threshold: 0.8", "threshold: 0.7"));
    expect((await promote("--commit", "--reason", "the labels were too strict")).exit).toBe(0);
    const entry = JSON.parse(ground.read("prompt_audit.jsonl").trimEnd().split("\n").at(-1) ?? "{}");
    expect(entry).toMatchObject({
      action: "promote",
      to: "1.0.1",
      reason: "the labels were too strict",
      details: { gate_changed: ["the threshold was lowered from 0.8 to 0.7"] },
    });
    expect((await ground.run("validate")).exit).toBe(0);
  });

  it("is told by the reports of the evaluation already, with those who answer for the gate and not for the folder", async () => {
    const { stdout } = await evaluated({
      ...metadata("threshold: 0.8", "threshold: 0.7"),
      [EXAMPLES]: labelExamples(22),
      ".github/CODEOWNERS": "/prompts/ @acme/parts\n/prompts/03-metadata/ @acme/gate\n",
    });
    const found = "the threshold was lowered from 0.8 to 0.7, 2 examples were removed";
    expect(stdout).toContain(found);
    const markdown = ground.read(".pipeline/reports/report.md");
    expect(markdown).toContain(`**The gate itself changed:** ${found}`);
    expect(markdown).toMatch(
      /Author, next:\*\* Ask an owner and a gate owner \([^)]*acme\/gate\) to approve/,
    );
    expect(markdown).not.toContain("acme/parts");
  });

  it("is left out of --all-ready, which promotes the rest", async () => {
    await evaluated(metadata("threshold: 0.8", "threshold: 0.7"));
    const document = documentOf(await ground.run("promote", "--all-ready", "--json"));
    expect(document).toMatchObject({ promoted: [], refused: [{ task: "colour", exit: 5 }] });
  });
});

describe("a gate that became stricter", () => {
  it("needs no reason: a higher threshold, more examples", async () => {
    await evaluated({ ...metadata("threshold: 0.8", "threshold: 0.85"), [EXAMPLES]: labelExamples(30) });
    expect((await promote()).exit).toBe(0);
  });
});

describe("evidence under today's rules", () => {
  it("a run that passed under looser rules is no evidence once they are stricter", async () => {
    await evaluated({});
    ground.write(metadata("min_examples: 20", "min_examples: 20\n  strict: true\n  max_regression: 0"));
    ground.git("commit", "--quiet", "--all", "-m", "feat(prompts): stricter");
    const ended = await promote("--commit");
    expect(ended.exit).toBe(7);
    expect(ended.stderr).toMatch(
      /says pass, but decided anew with .*strict true \(was false\).* it says inconclusive/,
    );
  });

  it("a run that passes under the stricter rules too promotes, and the record names the rules of the day", async () => {
    await evaluated({});
    ground.write(metadata("threshold: 0.8", "threshold: 0.9"));
    ground.git("commit", "--quiet", "--all", "-m", "feat(prompts): stricter");
    const ended = await promote("--commit");
    expect(ended.exit).toBe(0);
    expect(ended.stdout).toMatch(/decided anew from run-\S+ with threshold 0\.9 \(was 0\.8\)/);
    const entry = JSON.parse(ground.read("prompt_audit.jsonl").trimEnd().split("\n").at(-1) ?? "{}");
    expect(entry.details.decided_under).toMatchObject({ threshold: 0.9, alpha: 0.05 });
  });

  it("a loosened rule is a change of the gate, told by the terminal and the page, and needs a reason", async () => {
    const { stdout } = await evaluated(
      metadata("min_examples: 20", "min_examples: 20\n  max_regression: 0.5"),
    );
    expect(stdout).toContain("max_regression was raised from 0.02 to 0.5");
    expect((await promote()).exit).toBe(5);
    const told = await promote("--reason", "small drops do not matter here", "--dry-run");
    expect(told.stdout).toContain("gate changed: max_regression was raised from 0.02 to 0.5");
  });

  it("scores that were edited by hand are refused with 7, and nothing is promoted", async () => {
    await evaluated({});
    const runs = "prompts/04-evals/colour";
    const [run = ""] = ground
      .git("ls-files", "--others", runs)
      .trim()
      .split("\n")
      .filter((path) => path.endsWith("results.jsonl"));
    const lines = ground.read(run).replace(/"output":"red"/, '"output":"blue"');
    ground.write({ [run]: lines });
    const ended = await promote("--commit");
    expect(ended.exit).toBe(7);
    expect(ended.stderr).toContain(
      "is not what its own answers give: the scores of 1 example (part-1) differ",
    );
    expect(ended.stderr).toContain("nothing was promoted");
  });
});

describe("an example that is judged otherwise than the others", () => {
  const withFirst = (more: object): TreeChanges => {
    const [first = "", ...others] = labelExamples(24).split("\n");
    return { [EXAMPLES]: [JSON.stringify({ ...JSON.parse(first), ...more }), ...others].join("\n") };
  };

  it("in quarantine is asked and shown, does not count, and needs a reason where it counted before", async () => {
    const quarantine = { until: "2099-12-31", reason: "the label is disputed" };
    const { stdout } = await evaluated(withFirst({ expected: "blue", quarantine }));
    expect(stdout).toContain("23 scored of 23 · 23 passed · 0 failed · 1 more in quarantine");
    const found = "the example part-1 counted and is in quarantine until 2099-12-31";
    const refused = await promote();
    expect(refused.exit).toBe(5);
    expect(refused.stderr).toContain(found);
    expect((await promote("--reason", "disputed until the catalogue decides")).stdout).toContain(found);
  });

  it("by a rule of its own is asked as often as that says", async () => {
    await evaluated(withFirst({ flaky: { pass: 3, of: 3 } }));
    const runs = "prompts/04-evals/colour";
    const paths = ground.git("ls-files", "--others", runs).trim().split("\n");
    const rows = ground.read(paths.find((path) => path.endsWith("results.jsonl")) ?? "");
    expect(rows.match(/"id":"part-1"/g)).toHaveLength(3);
    expect(rows.trim().split("\n")).toHaveLength(26);
    expect((await promote()).exit).toBe(0);
  });
});
