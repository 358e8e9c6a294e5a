import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterEach, describe, expect, it } from "vitest";
import type { EvaluationPlan } from "../../../src/cli/evaluation/planning/evaluation-plan.ts";
import { exampleLine, exampleLines, METADATA, PATHS, TEMPLATE } from "../../builders/a-repository.ts";
import { documentOf } from "../../builders/command-process.ts";
import { ModelRepository } from "./model-repository.ts";

const opened: ModelRepository[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const CHANGED = {
  [PATHS.template]: TEMPLATE.replace("one sentence", "two sentences"),
  [PATHS.metadata]: `${METADATA.replace("temperature: 0", "max_completion_tokens: 10")}version: "1.1.0"\n`,
};

async function planOf(made: ModelRepository, ...flags: readonly string[]): Promise<EvaluationPlan> {
  opened.push(made);
  const ended = await made.run(["--task", "support_reply", "--dry-run", "--json", ...flags], {});
  expect(ended.exit).toBe(0);
  expect(made.server.asked).toEqual([]);
  expect(made.names(".pipeline")).toEqual([]);
  return documentOf(ended) as unknown as EvaluationPlan;
}

describe("an evaluation that is only planned", () => {
  it("says what it would ask and the most that it can cost, needs no key and asks nobody", async () => {
    const plan = await planOf(await ModelRepository.inProduction(CHANGED), "--max-cost", "0.5");
    const schema = JSON.parse(
      readFileSync(new URL("../../../schemas/evaluation-plan.schema.json", import.meta.url), "utf8"),
    );
    expect(new Ajv2020().validate(schema, plan)).toBe(true);
    expect(plan.plan).toEqual([
      expect.objectContaining({ task: "support_reply", why: "named", baseline: "1.1.0", examples: 24 }),
    ]);
    expect(plan.plan[0]).toMatchObject({ repeats: 1, calls: 2 * 2 * 24, limit_usd: 0.5 });
    expect(plan.calls).toBe(96);
    expect(plan.cost_usd).toBeGreaterThan(2 * 24 * 10 * 2e-6);
  });

  it("counts what judges are asked about every answer, and an example's own number of answers", async () => {
    const judged =
      '    - { type: llm-rubric, name: kind, provider: "acme:small-2", value: "Is kind.", votes: 3 }\n  metric: kind.mean';
    const metadata = CHANGED[PATHS.metadata].replace(
      "    - type: equals\n  metric: equals.pass_rate",
      judged,
    );
    const flaky = exampleLine(25).replace(/}\s*$/, ', "flaky": {"pass": 3, "of": 5}}\n');
    const examples = `${exampleLines(24)}${flaky}`;
    const bare = await planOf(await ModelRepository.inProduction({ ...CHANGED, [PATHS.examples]: examples }));
    const plan = await planOf(
      await ModelRepository.inProduction({
        ...CHANGED,
        [PATHS.metadata]: metadata,
        [PATHS.examples]: examples,
      }),
    );
    expect(bare.calls).toBe((24 + 5) * 2 * 2);
    expect(plan.calls).toBe((24 + 5) * 2 * 2 * (1 + 3));
    expect(plan.cost_usd).toBeGreaterThan(bare.cost_usd * 3);
  });

  it("has a run for each model, and half of a comparison without a baseline", async () => {
    const plan = await planOf(
      await ModelRepository.inProduction(CHANGED),
      ...["--baseline", "none", "--repeat", "3", "--model", "small-1", "--model", "small-2"],
    );
    expect(plan.plan.map(({ model, calls }) => [model.name, calls])).toEqual([
      ["small-1", 72],
      ["small-2", 72],
    ]);
  });
});
