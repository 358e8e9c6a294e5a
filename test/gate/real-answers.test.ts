import { describe, expect, test } from "vitest";
import { metricTable } from "../../src/evaluation/scoring/metrics.ts";
import { decide } from "../../src/gate/decide.ts";
import type { Arm } from "../../src/gate/decision.ts";
import { aGateInput, anArm } from "../builders/gate-inputs.ts";
import {
  arePublishedAnswersThere,
  PUBLISHED_SCORER,
  scoredPublishedRun,
  withPublishedAnswers,
} from "../builders/published-answers.ts";

const TITLE = "real answers of two models to 491 titles";

describe.skipIf(!arePublishedAnswersThere)(withPublishedAnswers(TITLE), () => {
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
  const results = await scoredPublishedRun(run);
  const table = metricTable([PUBLISHED_SCORER], results, "fields.micro_f1");
  return anArm([], { table, examples: results.length, calls: results.length });
}
