import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { metricTable } from "../../src/evaluation/scoring/metrics.ts";
import { prepareScorers } from "../../src/evaluation/scoring/scoring.ts";
import { decide } from "../../src/gate/decide.ts";
import type { Arm } from "../../src/gate/decision.ts";
import type { Example } from "../../src/prompts/examples/example.ts";
import type { ScorerConfig } from "../../src/prompts/metadata.ts";
import { anAnswer } from "../builders/answer.ts";
import { aGateInput, anArm } from "../builders/gate-inputs.ts";
import { aResult } from "../builders/result.ts";

const folder = fileURLToPath(new URL("../../../shared/data/product-attributes/", import.meta.url));
const isThere = existsSync(folder);
const title = isThere
  ? "real answers of two models to 491 titles"
  : "real answers (skipped: the data is not beside this checkout)";

const FIELDS: ScorerConfig = {
  type: "fields",
  absent: ["", "n/a", "None"],
  extra: "ignore",
  normalise: "none",
};

describe.skipIf(!isThere)(title, () => {
  test("going from F1 83.43 to 74.01 is a regression that chance does not explain", async () => {
    const baseline = await armOf("gpt-4-0613-schema-10-shot-all-ensemble");
    const candidate = await armOf("gpt-3.5-turbo-0613-list-10-shot");
    const decision = decide(aGateInput({ candidate, baseline }, { policy: { threshold: 0.7 } }));
    expect(decision).toMatchObject({ row: 6, verdict: "regression", action: "block" });
    expect(decision.score).toBeCloseTo(0.7401, 4);
    expect(decision.baseline?.difference).toBeCloseTo(-0.0942, 3);
    expect(decision.baseline?.p_value).toBeLessThan(0.0002);
    expect(decision.baseline?.test).toBe("sign_flip_permutation");
  });

  test("going from F1 82.16 to 81.97 passes a threshold of 0.80 with nothing proven", async () => {
    const baseline = await armOf("gpt-4-0613-schema-10-shot-all");
    const candidate = await armOf("gpt-4-0613-schema-10-shot-fifth-ensemble");
    const decision = decide(aGateInput({ candidate, baseline }, { policy: { threshold: 0.8 } }));
    expect(decision).toMatchObject({ row: 8, verdict: "pass", action: "promote" });
    expect(decision.baseline?.p_value).toBeGreaterThan(0.35);
    expect(decision.baseline?.p_value).toBeLessThan(0.45);
    expect(decision.baseline?.interval?.low).toBeLessThan(0);
    expect(decision.baseline?.interval?.high).toBeGreaterThan(0);
  });
});

async function armOf(run: string): Promise<Arm> {
  const examples = readLines<Example>("examples.jsonl");
  const outputs = readLines<{ readonly id: string; readonly output: string }>(`outputs/${run}.jsonl`);
  const textOf = new Map(outputs.map(({ id, output }) => [id, output]));
  const score = prepareScorers([FIELDS]);
  const results = await Promise.all(
    examples.map(async (example) => {
      const answer = anAnswer({ text: textOf.get(example.id) ?? "" });
      return aResult({ id: example.id, ...(await score(example, answer, null)) });
    }),
  );
  const table = metricTable([FIELDS], results, "fields.micro_f1");
  return anArm([], { table, examples: examples.length, calls: examples.length });
}

function readLines<T>(name: string): readonly T[] {
  const lines = readFileSync(`${folder}${name}`, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
}
