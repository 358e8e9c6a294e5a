import { describe, expect, it } from "vitest";
import { SCORER_TYPES } from "../../src/evaluation/scorers/catalogue.ts";
import { checkAsserts, checkScorers, needsExpected } from "../../src/evaluation/scoring/scorer-checks.ts";
import type { ScorerConfig } from "../../src/prompts/metadata.ts";

describe("the check of a scorer's configuration", () => {
  it("accepts a task without scorers' mistakes", () => {
    const configs = [
      { type: "fields", weight: 2, description: "attributes" },
      { type: "not-contains", value: "sorry", name: "polite", threshold: 1, path: "/text" },
    ];
    expect(checkScorers(configs)).toEqual([]);
  });

  it("names the type that was probably meant", () => {
    expect(checkScorers([{ type: "not-contain" }])).toEqual([
      { path: [0, "type"], found: 'unknown scorer type "not-contain"', fix: 'Did you mean "not-contains"?' },
    ]);
  });

  it("names the option that was probably meant", () => {
    expect(checkScorers([{ type: "equals", treshold: 1 }])).toMatchObject([
      { path: [0, "treshold"], fix: 'Did you mean "threshold"?' },
    ]);
  });

  it.each([
    { threshold: 1.5 },
    { threshold: -0.1 },
    { threshold: "0.5" },
    { weight: -1 },
    { weight: Number.NaN },
    { path: "answer" },
    { path: "/a~2" },
    { name: " " },
    { name: "a.mean" },
    { name: "assert" },
    { name: "weighted" },
  ])("refuses %j", (option) => {
    const [name] = Object.keys(option);
    const config = { type: "equals", ...option } as ScorerConfig;
    expect(checkScorers([config])).toMatchObject([{ path: [0, name] }]);
  });

  it("refuses two scorers of one name in a task", () => {
    expect(checkScorers([{ type: "equals" }, { type: "label", name: "equals" }])).toMatchObject([
      { path: [1] },
    ]);
  });

  it("lets an example's asserts share a type", () => {
    const twice = ["a", "b"].map((value) => ({ type: "contains", value }));
    expect(checkAsserts(twice)).toEqual([]);
  });

  it("finds all problems in one go", () => {
    expect(checkScorers([{ type: "nonsense" }, { type: "regex", value: "(", weight: -1 }])).toHaveLength(3);
  });
});

describe("whether an example needs an expected value", () => {
  it.each([
    [{ type: "equals" }, true],
    [{ type: "not-equals" }, true],
    [{ type: "equals", value: "x" }, false],
    [{ type: "is-json" }, false],
    [{ type: "fields" }, true],
    [{ type: "no-such-type" }, false],
  ])("%j: %s", (config, needed) => {
    expect(needsExpected([config])).toBe(needed);
  });
});

describe("every type of scorer", () => {
  it.each([...SCORER_TYPES.values()])("$type has a threshold that can be met", (type) => {
    expect(type.defaultThreshold).toBeGreaterThan(0);
    expect(type.defaultThreshold).toBeLessThanOrEqual(1);
  });

  it.each([...SCORER_TYPES])("%s is listed under its own name", (name, type) => {
    expect(type.type).toBe(name);
  });
});
