import { describe, expect, test } from "vitest";
import { decide } from "../../src/gate/decide.ts";
import type { Arm, GateInput } from "../../src/gate/decision.ts";
import { type ArmError, aGateInput, anArm, anArmWithErrors } from "../builders/gate-inputs.ts";
import { aMeanTable, outcomes } from "../builders/metric-tables.ts";

const phases = ["before", "after"] as const;
type Phase = GateInput["phase"];
type Settings = Parameters<typeof aGateInput>[1];

const rate = (passed: number, of = 100): Arm => anArm(outcomes(passed, of));

/** Passes everything but the examples from `from` on, `count` of them. */
const failing = (count: number, { of = 100, from = 0 } = {}): Arm =>
  anArm(outcomes(of, of).map((_, i) => (i >= from && i < from + count ? 0 : 1)));

const serverError: ArmError = { class: "provider_transient", status: 503 };
const errors = (count: number, error: ArmError = serverError): readonly ArmError[] =>
  Array.from({ length: count }, () => error);

function compare(phase: Phase, candidate: Arm, baseline: Arm, settings: Settings & { cited?: number } = {}) {
  const { cited, ...rest } = settings;
  return decide(
    aGateInput({ candidate, baseline, ...(cited !== undefined && { cited }) }, { phase, ...rest }),
  );
}

const blocked = { before: "block", after: "hold" } as const;
const takenBack = { before: "block", after: "roll_back" } as const;
const accepted = { before: "promote", after: "verify" } as const;

describe.each(phases)("%s deployment, row 1: a record that nothing can be concluded from", (phase) => {
  const error = { row: 1, verdict: "error", action: blocked[phase] };

  test("whatever the caller found invalid blocks, in its words", () => {
    const decision = compare(phase, rate(90), rate(90), { invalid: ["the report is of another commit"] });
    expect(decision).toMatchObject({ ...error, reasons: ["the report is of another commit"] });
  });

  test("a threshold that is not a number blocks", () => {
    expect(compare(phase, rate(90), rate(90), { policy: { threshold: Number.NaN } })).toMatchObject(error);
  });

  test("a count that is not a number blocks, in the confirmation too", () => {
    const broken = anArm(Array.from({ length: 100 }, () => Number.NaN));
    const confirmation = { candidate: broken, baseline: rate(90) };
    expect(compare(phase, broken, rate(90))).toMatchObject(error);
    expect(compare(phase, rate(50), rate(90), { confirmation })).toMatchObject(error);
  });

  test("arms over different datasets are not compared", () => {
    const other = { table: aMeanTable(outcomes(90, 100), { ids: outcomes(0, 100).map((_, i) => `x${i}`) }) };
    expect(compare(phase, rate(90), anArm(outcomes(90, 100), other))).toMatchObject(error);
    expect(compare(phase, rate(90), rate(80, 90))).toMatchObject(error);
  });

  test("arms that measure different things are not compared", () => {
    const other = { table: { ...aMeanTable(outcomes(90, 100)), metric: "label.accuracy" } };
    expect(compare(phase, rate(90), anArm(outcomes(90, 100), other))).toMatchObject(error);
  });

  test("an example that is there twice blocks", () => {
    const twice = { table: aMeanTable([1, 1, 1, 1, 1, 1], { ids: ["a", "a", "b", "c", "d", "e"] }) };
    expect(compare(phase, anArm(outcomes(6, 6), twice), rate(6, 6))).toMatchObject(error);
  });

  test("four examples are a problem, not a run", () => {
    expect(compare(phase, rate(4, 4), rate(4, 4))).toMatchObject(error);
  });

  test("a metric of which nothing occurred is no zero", () => {
    const nothing = { table: { ...aMeanTable(outcomes(90, 100)), compute: () => undefined } };
    expect(compare(phase, anArm(outcomes(90, 100), nothing), rate(90))).toMatchObject(error);
  });
});

describe("row 2: what answers is not what was deployed", () => {
  const live = { healthy: true, expectedDigest: "aa", reportedDigest: "aa" };

  test.each([
    ["is not healthy", { ...live, healthy: false }],
    ["reports another digest", { ...live, reportedDigest: "bb" }],
    ["reports no digest", { healthy: true, expectedDigest: "aa" }],
  ])("a live service that %s is rolled back", (_, said) => {
    const decision = compare("after", rate(95), rate(95), { live: said });
    expect(decision).toMatchObject({ row: 2, verdict: "unhealthy", action: "roll_back" });
  });

  test("a live service that reports the deployed digest is judged by its answers", () => {
    expect(compare("after", rate(95), rate(95), { live })).toMatchObject({ row: 8, verdict: "pass" });
  });

  test("before deployment there is no live service to ask", () => {
    const said = { ...live, healthy: false };
    expect(compare("before", rate(95), rate(95), { live: said })).toMatchObject({ row: 8, verdict: "pass" });
  });
});

describe.each(phases)("%s deployment, rows 3 and 4: errors", (phase) => {
  const caused = { row: 3, verdict: "regression", action: takenBack[phase] };
  const untested = { row: 4, verdict: "inconclusive", inconclusive: "provider", action: blocked[phase] };

  test("errors concentrated on the new arm are the new prompt's", () => {
    const decision = compare(phase, anArmWithErrors(outcomes(85, 85), errors(15)), rate(95));
    expect(decision).toMatchObject(caused);
    expect(decision.reasons[0]).toMatch(/^15 of 100 calls with the new prompt .* 0 of 100 with the baseline/);
  });

  test("a baseline that is over its own budget excuses the new arm", () => {
    const decision = compare(
      phase,
      anArmWithErrors([], errors(100)),
      anArmWithErrors(outcomes(88, 88), errors(12)),
    );
    expect(decision).toMatchObject(untested);
  });

  test.each<[string, ArmError]>([
    ["rate limits", { class: "provider_transient", status: 429 }],
    ["a refused key", { class: "provider_fatal", status: 401 }],
    ["a forbidden model", { class: "provider_fatal", status: 403 }],
    ["a spent quota", { class: "provider_fatal", status: 429, quota: true }],
  ])("%s on the new arm alone are nobody's doing", (_, error) => {
    expect(compare(phase, anArmWithErrors(outcomes(85, 85), errors(15, error)), rate(95))).toMatchObject(
      untested,
    );
  });

  test("errors that chance could have put on the new arm prove nothing", () => {
    const decision = compare(phase, anArmWithErrors(outcomes(17, 17), errors(3)), rate(18, 20));
    expect(decision).toMatchObject(untested);
  });

  test("all errors on both arms is neither pass nor fail (D1)", () => {
    const dead = anArmWithErrors([], errors(100));
    expect(compare(phase, dead, dead)).toMatchObject(untested);
  });

  test("one fatal error is enough not to judge", () => {
    const fatal: ArmError = { class: "provider_fatal", status: 404 };
    expect(compare(phase, anArmWithErrors(outcomes(99, 99), [fatal]), rate(95))).toMatchObject(untested);
  });

  test("errors that equal the budget are within it", () => {
    expect(compare(phase, anArmWithErrors(outcomes(90, 90), errors(10)), rate(95))).toMatchObject({ row: 8 });
  });

  test("fewer than 80 % scored is too little, whatever the budget allows", () => {
    const policy = { errorBudget: 0.5 };
    const few = anArmWithErrors(outcomes(79, 79), errors(21));
    const enough = anArmWithErrors(outcomes(80, 80), errors(20));
    expect(compare(phase, few, few, { policy })).toMatchObject(untested);
    expect(compare(phase, enough, enough, { policy })).toMatchObject({ row: 8 });
  });

  test("four scored of five is too little", () => {
    const policy = { errorBudget: 0.5 };
    expect(compare(phase, anArmWithErrors(outcomes(4, 4), errors(1)), rate(5, 5), { policy })).toMatchObject(
      untested,
    );
  });

  test("an outage during the confirmation leaves the first finding unconfirmed", () => {
    const dead = anArmWithErrors([], errors(100));
    const confirmation = { candidate: dead, baseline: dead };
    expect(compare(phase, failing(30), rate(100), { confirmation })).toMatchObject(untested);
  });
});

describe.each(phases)("%s deployment, row 5: the model moved", (phase) => {
  const drift = { row: 5, verdict: "drift", action: blocked[phase] };
  const cited = 0.9;

  test("both arms below the threshold that the baseline once reached is drift", () => {
    expect(compare(phase, rate(70), rate(71), { cited })).toMatchObject(drift);
  });

  test("a proven drop is the prompt's doing, even while the model moves", () => {
    expect(compare(phase, failing(40), failing(25), { cited })).toMatchObject({ row: 6 });
  });

  test("a baseline that never reached the threshold did not drift", () => {
    expect(compare(phase, rate(70), rate(71), { cited: 0.75 })).toMatchObject({ row: 9 });
    expect(compare(phase, rate(70), rate(71))).toMatchObject({ row: 9 });
  });
});

test("drift names the override where the candidate is provably better than production", () => {
  const decision = compare("before", failing(22), failing(40), { cited: 0.9, policy: { threshold: 0.85 } });
  expect(decision).toMatchObject({ row: 5, verdict: "drift" });
  expect(decision.reasons.join("\n")).toMatch(
    /better than production \(p < 0\.0001\): .*--override --reason/,
  );
});

test("drift does not advertise the override for a gain that chance explains", () => {
  const decision = compare("before", failing(22), failing(23), { cited: 0.9, policy: { threshold: 0.85 } });
  expect(decision.reasons.join("\n")).not.toContain("--override");
});

describe.each(phases)("%s deployment, row 6: proven worse", (phase) => {
  const regression = { row: 6, verdict: "regression", action: takenBack[phase] };

  test("a proven drop is a regression, above the threshold too", () => {
    const decision = compare(phase, failing(13), failing(1, { from: 50 }), { policy: { threshold: 0.8 } });
    expect(decision).toMatchObject(regression);
    expect(decision.reasons[0]).toBe(
      "13 examples worse, 1 better: such a drop happens by chance with p = 0.00092",
    );
  });

  test("five losses to none is the least evidence, four are not enough (D3)", () => {
    expect(compare(phase, failing(5), rate(100))).toMatchObject(regression);
    expect(compare(phase, failing(4), rate(100))).toMatchObject({ row: 8, verdict: "pass" });
  });

  test("a proven drop that is smaller than max_regression is no regression", () => {
    const policy = { maxRegression: 0.06 };
    expect(compare(phase, failing(5), rate(100), { policy })).toMatchObject({ row: 8, verdict: "pass" });
  });

  test("what the confirmation does not repeat is not proven", () => {
    const confirmation = { candidate: rate(100), baseline: failing(3) };
    expect(compare(phase, failing(6), rate(100), { confirmation })).toMatchObject({
      row: 8,
      verdict: "pass",
    });
  });

  test("what only the pool shows is not proven", () => {
    const confirmation = { candidate: failing(9), baseline: rate(100) };
    const first = failing(3);
    expect(compare(phase, first, rate(100), { confirmation })).toMatchObject({ row: 8, verdict: "pass" });
  });

  test("a drop on the common examples that the scores over all examples contradict is not proven", () => {
    const ids = outcomes(0, 30).map((_, i) => `e${i}`);
    const scored = (values: readonly number[], from: number): Arm =>
      anArm([], { table: aMeanTable(values, { ids: ids.slice(from, from + 24) }), examples: 30, calls: 30 });
    const baseline = scored([...outcomes(0, 6), ...outcomes(18, 18)], 0);
    const candidate = scored([...outcomes(13, 18), ...outcomes(6, 6)], 6);
    const decision = compare(phase, candidate, baseline, { policy: { threshold: 0.7 } });
    expect(decision.baseline).toMatchObject({ worse: 5, better: 0 });
    expect(decision).toMatchObject({ row: 7, verdict: "inconclusive" });
  });

  test("surely below a threshold that the baseline reaches is a regression without a proven drop", () => {
    const policy = { alpha: 0.0001, threshold: 0.9 };
    const decision = compare(phase, failing(18), failing(8, { from: 10 }), { policy });
    expect(decision).toMatchObject(regression);
    expect(decision.reasons[0]).toMatch(/is below the threshold 0\.90, and surely so/);
  });
});

describe.each(phases)("%s deployment, rows 7 and 8: at or above the threshold", (phase) => {
  const pass = { row: 8, verdict: "pass", action: accepted[phase] };
  const noise = { verdict: "inconclusive", inconclusive: "noise", action: blocked[phase] };
  const threshold = 0.6;

  test("a large drop that is not proven needs a person", () => {
    const decision = compare(phase, failing(5, { of: 30 }), failing(2, { of: 30, from: 20 }), {
      policy: { threshold },
    });
    expect(decision).toMatchObject({ row: 7, ...noise });
  });

  test("the pool of two runs decides whether the drop is large", () => {
    const settings = {
      policy: { threshold },
      confirmation: { candidate: rate(30, 30), baseline: rate(30, 30) },
    };
    expect(compare(phase, failing(4, { of: 30 }), rate(30, 30), settings)).toMatchObject(pass);
  });

  test.each([
    ["k/n", 90, 0.9],
    ["a threshold without exact binary form", 30, 0.1 + 0.2],
  ])("a score that equals the threshold passes: %s (D2)", (_, passed, equal) => {
    expect(compare(phase, rate(passed), rate(passed), { policy: { threshold: equal } })).toMatchObject(pass);
  });

  test("a pass says its score, its interval and the threshold", () => {
    const [reason] = compare(phase, rate(94), rate(94), { policy: { threshold: 0.9 } }).reasons;
    expect(reason).toBe("score 0.9400 (95 % interval 0.88 to 0.97) is at or above the threshold 0.90");
  });

  test("strict passes only what is surely not worse", () => {
    const policy = { strict: true, threshold };
    expect(compare(phase, failing(3), rate(100), { policy })).toMatchObject({ row: 8, ...noise });
    expect(compare(phase, rate(100), failing(3), { policy })).toMatchObject(pass);
  });

  test("a better candidate passes while production is below the threshold", () => {
    expect(compare(phase, rate(92), rate(70), { cited: 0.9 })).toMatchObject(pass);
  });
});

describe("rows 6 to 9 after deployment, where an owner accepted the drop", () => {
  const word = { by: "grace", reason: "teal is sold out" };
  const deployed = (candidate: Arm, baseline: Arm, policy: Partial<GateInput["policy"]> = {}) =>
    compare("after", candidate, baseline, { policy: { threshold: 0.6, ...policy }, accepted: word });

  test("what is still neither proven nor excluded is verified, and says whose word that is", () => {
    const decision = deployed(failing(5, { of: 30 }), failing(2, { of: 30, from: 20 }));
    expect(decision).toMatchObject({ row: 8, verdict: "pass", action: "verify" });
    expect(decision.reasons[0]).toBe(
      "a drop of 0.1000 is neither proven nor excluded, and grace accepted it: teal is sold out",
    );
  });

  test("strict doubts are settled too", () => {
    expect(deployed(failing(3), rate(100), { strict: true })).toMatchObject({ row: 8, verdict: "pass" });
  });

  test("a drop that is proven where it runs goes back all the same", () => {
    expect(deployed(failing(12), rate(100))).toMatchObject({ row: 6, action: "roll_back" });
  });

  test("a score below the threshold goes back all the same", () => {
    const decision = deployed(failing(5, { of: 30 }), failing(2, { of: 30, from: 20 }), { threshold: 0.9 });
    expect(decision).toMatchObject({ row: 9, action: "roll_back" });
  });

  test("a pass needs nobody's word, and does not cite it", () => {
    expect(deployed(rate(100), rate(100)).reasons.join()).not.toContain("grace");
  });
});

describe("row 9: below the threshold", () => {
  const threshold = 0.9;

  test("before deployment it fails", () => {
    const decision = compare("before", rate(88), rate(91), { policy: { threshold } });
    expect(decision).toMatchObject({ row: 9, verdict: "fail", action: "block" });
  });

  test("after deployment it goes back to a version that passes the same runs", () => {
    const decision = compare("after", rate(88), rate(91), { policy: { threshold } });
    expect(decision).toMatchObject({ row: 9, verdict: "regression", action: "roll_back" });
  });

  test("on_unclear: hold leaves that to a person", () => {
    const decision = compare("after", rate(88), rate(91), { policy: { threshold, onUnclear: "hold" } });
    expect(decision).toMatchObject({
      row: 9,
      verdict: "inconclusive",
      inconclusive: "noise",
      action: "hold",
    });
  });

  test("it does not go back to a version that is below the threshold too", () => {
    const decision = compare("after", rate(86), rate(88), { policy: { threshold } });
    expect(decision).toMatchObject({ row: 9, verdict: "inconclusive", action: "hold" });
  });
});

describe("row 10: no baseline", () => {
  const alone = (phase: Phase, candidate: Arm) => decide(aGateInput({ candidate }, { phase }));

  test.each(phases)("%s deployment the threshold alone decides, and says so", (phase) => {
    const decision = alone(phase, rate(85));
    expect(decision).toMatchObject({ row: 10, verdict: "pass", action: accepted[phase] });
    expect(decision.reasons).toContain("no baseline: judged on the threshold alone");
    expect(decision.baseline).toBeUndefined();
  });

  test("before deployment a first version below the threshold fails", () => {
    expect(alone("before", rate(60))).toMatchObject({ row: 10, verdict: "fail", action: "block" });
  });

  test("after deployment there is nothing to roll back to: hold", () => {
    expect(alone("after", rate(60))).toMatchObject({ row: 10, verdict: "inconclusive", action: "hold" });
  });

  test.each(phases)("%s deployment errors still come first", (phase) => {
    expect(alone(phase, anArmWithErrors(outcomes(60, 60), errors(40)))).toMatchObject({ row: 4 });
  });

  test("a baseline that its metric says nothing about is no baseline", () => {
    const silent = anArm(outcomes(90, 100), {
      table: { ...aMeanTable(outcomes(90, 100)), compute: () => undefined },
    });
    expect(compare("before", rate(85), silent)).toMatchObject({ row: 10, verdict: "pass" });
  });
});

describe("smoke: 5 examples to one less than min_examples", () => {
  test("nineteen examples are judged on the threshold alone, and the report says what they cannot see", () => {
    const decision = compare("before", failing(3, { of: 19 }), rate(19, 19));
    expect(decision).toMatchObject({ smoke: true, row: 8, verdict: "pass", action: "promote" });
    expect(decision.reasons).toContain("smoke run: 19 examples of at least 20; it cannot see regressions");
    expect(decision.detectableDrop).toBeUndefined();
  });

  test("twenty examples are compared", () => {
    expect(
      compare("before", failing(5, { of: 20 }), rate(20, 20), { policy: { threshold: 0.5 } }),
    ).toMatchObject({
      smoke: false,
      row: 6,
    });
  });

  test("five examples below the threshold fail", () => {
    expect(compare("before", rate(2, 5), rate(5, 5))).toMatchObject({ smoke: true, row: 9, verdict: "fail" });
  });
});
