import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Result } from "../../src/evaluation/result.ts";
import { decide } from "../../src/gate/decide.ts";
import type { Decision, GatePolicy } from "../../src/gate/decision.ts";
import { measuredArm } from "../../src/gate/measured-arm.ts";
import { type RecordedFigures, type RecordedRunOfTask, replay } from "../../src/gate/replay.ts";
import { aPolicy } from "../builders/gate-inputs.ts";
import { aBaselineReport, aReport } from "../builders/report.ts";
import { aResult } from "../builders/result.ts";

const SCORERS = [{ type: "equals" }];
const METRIC = "equals.pass_rate";

const rows = (passes: readonly boolean[]): readonly Result[] =>
  passes.map((passed, at) =>
    aResult({
      id: `e${at}`,
      scores: [{ kind: "scored", scorer: "equals", value: passed ? 1 : 0, passed, why: "" }],
    }),
  );

interface Outcomes {
  readonly candidate: readonly boolean[];
  readonly baseline?: readonly boolean[];
  readonly cited?: number;
}

/** A run as it is decided and recorded. */
function recorded(outcomes: Outcomes, policy: GatePolicy, stage: string): RecordedRunOfTask {
  const [candidate, baseline] = [rows(outcomes.candidate), outcomes.baseline && rows(outcomes.baseline)];
  const measure = { scorers: SCORERS, metric: METRIC, examples: candidate.length };
  const all = [...candidate, ...(baseline ?? [])];
  const cited = outcomes.cited === undefined ? {} : { citedScore: outcomes.cited };
  const decision = decide({
    phase: stage === "candidate" ? "before" : "after",
    policy,
    candidate: measuredArm(measure, candidate, all),
    ...(baseline && { baseline: { arm: measuredArm(measure, baseline, all), version: "1.0.0", ...cited } }),
    invalid: [],
    seed: 0xdddddddd,
  });
  const figures = figuresOf(decision, candidate.length, policy, stage);
  return { figures, answers: { ...measure, candidate, ...(baseline && { baseline }) }, ...cited };
}

/** A run that was asked once more, as it is decided and recorded with the answers of both rounds. */
function confirmed(
  first: Outcomes,
  again: Required<Pick<Outcomes, "candidate" | "baseline">>,
): RecordedRunOfTask {
  const rules = aPolicy({ threshold: 0.5 });
  const one = recorded(first, rules, "candidate");
  const confirmation = { candidate: rows(again.candidate), baseline: rows(again.baseline) };
  const answers = { ...one.answers, candidate: rows(first.candidate), confirmation };
  const measure = { scorers: SCORERS, metric: METRIC, examples: first.candidate.length };
  const [baseline, all] = [rows(first.baseline ?? []), [...rows(first.candidate)]];
  const arm = (results: readonly Result[]) => measuredArm(measure, results, all);
  const decision = decide({
    phase: "before",
    policy: rules,
    candidate: arm(answers.candidate),
    baseline: { arm: arm(baseline), version: "1.0.0" },
    confirmation: { candidate: arm(confirmation.candidate), baseline: arm(confirmation.baseline) },
    invalid: [],
    seed: 0xdddddddd,
  });
  const figures = figuresOf(decision, first.candidate.length, rules, "candidate");
  return { figures, answers: { ...measure, ...answers, baseline } };
}

function figuresOf(decision: Decision, examples: number, policy: GatePolicy, stage: string): RecordedFigures {
  return aReport({
    stage,
    metric: METRIC,
    score: decision.score ?? null,
    interval: decision.interval ?? null,
    threshold: policy.threshold,
    verdict: decision.verdict,
    baseline: decision.baseline ?? null,
    counts: { examples, scored: examples, passed: 0, failed: 0, errors: 0, cached: 0 },
  });
}

const withoutAnswers = ({ answers: _, ...rest }: RecordedRunOfTask): RecordedRunOfTask => rest;

const outcomes = (size: number) => fc.array(fc.boolean(), { minLength: size, maxLength: size });
const run = fc
  .integer({ min: 5, max: 40 })
  .chain((size) => fc.record({ candidate: outcomes(size), baseline: outcomes(size) }));
const policy = fc
  .record({ threshold: fc.double({ min: 0, max: 1, noNaN: true }), strict: fc.boolean() })
  .map((changes) => aPolicy(changes));
const stage = fc.constantFrom("candidate", "1.1.0");

describe("a recorded run decided anew", () => {
  it("under the rules that held then gives the verdict that was given then, from answers and from figures", () => {
    fc.assert(
      fc.property(run, policy, stage, fc.boolean(), (arms, rules, at, isCompared) => {
        const cited = { cited: rules.threshold };
        const one = recorded(isCompared ? { ...arms, ...cited } : { candidate: arms.candidate }, rules, at);
        expect(replay(one, rules)).toMatchObject({ verdict: one.figures.verdict, basis: "answers" });
        expect(replay(withoutAnswers(one), rules)).toMatchObject({
          verdict: one.figures.verdict,
          basis: "figures",
        });
      }),
      { numRuns: 200 },
    );
  });

  it("of a confirmed one the answers of both rounds give score and verdict, and those of one round alone do not", () => {
    const passes = (failed: number) => Array.from({ length: 30 }, (_, at) => at >= failed);
    const baseline = passes(0);
    const one = confirmed({ candidate: passes(4), baseline }, { candidate: passes(3), baseline });
    const rules = aPolicy({ threshold: 0.5 });
    expect(one.figures).toMatchObject({ verdict: "inconclusive", score: expect.closeTo(1 - 7 / 60) });
    expect(replay(one, rules)).toMatchObject({ verdict: "inconclusive", basis: "answers", cause: "noise" });
    const { confirmation: _, ...half } = one.answers ?? {
      scorers: [],
      metric: "",
      examples: 0,
      candidate: [],
    };
    expect(replay({ ...one, answers: half }, rules).basis).toBe("figures");
  });

  it("that passed where it ran on an owner's word is decided with that word, and without it asks for a person", () => {
    const passes = (failed: number) => Array.from({ length: 30 }, (_, at) => at >= failed);
    const rules = aPolicy({ threshold: 0.5 });
    const one = recorded({ candidate: passes(4), baseline: passes(0) }, rules, "1.1.0");
    const accepted = { by: "grace", reason: "teal is sold out" };
    expect(replay(one, rules).verdict).toBe("inconclusive");
    for (const known of [one, withoutAnswers(one)])
      expect(replay({ ...known, accepted }, rules)).toMatchObject({
        verdict: "pass",
        reasons: expect.arrayContaining([expect.stringContaining("grace accepted it")]),
      });
  });

  it("a lower threshold makes no candidate without a baseline worse", () => {
    fc.assert(
      fc.property(run, policy, fc.double({ min: 0, max: 1, noNaN: true }), ({ candidate }, rules, share) => {
        const one = recorded({ candidate }, rules, "candidate");
        const lower = { ...rules, threshold: rules.threshold * share };
        if (one.figures.verdict === "pass") expect(replay(one, lower).verdict).toBe("pass");
        if (replay(one, rules).verdict === "pass") expect(replay(one, lower).verdict).toBe("pass");
      }),
    );
  });

  it("passes below the old threshold and above the new one, and the other way round", () => {
    const figures = aReport({ score: 0.85, threshold: 0.9, verdict: "fail", interval: null });
    expect(replay({ figures }, aPolicy({ threshold: 0.8 })).verdict).toBe("pass");
    expect(replay({ figures: { ...figures, verdict: "pass" } }, aPolicy({ threshold: 0.86 })).verdict).toBe(
      "fail",
    );
  });

  it("a drop that was proven stays a regression whatever the threshold, until alpha or max_regression say otherwise", () => {
    const baseline = aBaselineReport({ score: 0.95, difference: -0.05, p_value: 0.01 });
    const figures = aReport({ score: 0.9, verdict: "regression", baseline });
    const verdictUnder = (changes: Partial<GatePolicy>) =>
      replay({ figures }, aPolicy({ threshold: 0.5, ...changes })).verdict;
    expect(verdictUnder({})).toBe("regression");
    expect(verdictUnder({ maxRegression: 0.06 })).toBe("pass");
    expect(verdictUnder({ alpha: 0.005 })).toBe("pass");
  });

  it("a verdict that rests on no score stands", () => {
    const counts = { examples: 100, scored: 79, passed: 79, failed: 0, errors: 21, cached: 0 };
    const figures = aReport({ verdict: "inconclusive", counts });
    expect(replay({ figures }, aPolicy({ threshold: 0.1 }))).toEqual({
      verdict: "inconclusive",
      basis: "none",
      reasons: [],
    });
  });

  it("answers that are not all that was decided on do not stand for it", () => {
    const one = recorded({ candidate: [...Array(30).keys()].map((at) => at > 5) }, aPolicy(), "candidate");
    const pooled = { ...one, figures: { ...one.figures, score: 0.7 } };
    expect(replay(pooled, aPolicy()).basis).toBe("figures");
  });
});
