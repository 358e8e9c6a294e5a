import { describe, expect, it } from "vitest";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import type { Json } from "../../../src/prompts/reading/json.ts";
import { scored, scoreOf } from "../../builders/scored.ts";

const fields = { type: "fields" };
const lenient = { type: "fields", absent: ["", "n/a"], extra: "ignore", normalise: "casefold" };
const listed = { type: "fields", items: { path: "features", key: "name", compare: ["value", "unit"] } };

async function countsOf(config: Parameters<typeof scored>[0], answer: Json, expected: Json) {
  return (await scored(config, JSON.stringify(answer), expected)).counts;
}

describe("fields", () => {
  it("counts each field's outcome once", async () => {
    const expected = { right: "1", other: "2", missing: "3", empty: null };
    const counts = await countsOf(fields, { right: "1", other: "9", empty: "x", added: "y" }, expected);
    expect(counts).toMatchObject({ tp: 1, substituted: 1, fn: 1, fp: 2 });
    expect(counts).toMatchObject({ "tp:right": 1, "substituted:other": 1, "fn:missing": 1, "fp:empty": 1 });
  });

  it("gives an example its F1", async () => {
    const score = await scored(fields, '{"a": "1", "b": "9"}', { a: "1", b: "2", c: "3" });
    expect(score.value).toBeCloseTo(2 / 5, 12);
  });

  it("is exact only when nothing is wrong", async () => {
    expect(await countsOf(fields, { a: "1" }, { a: "1" })).toEqual({ tp: 1, "tp:a": 1, exact: 1 });
    expect(await countsOf(fields, { a: "1", b: "2" }, { a: "1" })).not.toHaveProperty("exact");
  });

  it("ignores fields that expected does not name where so configured", async () => {
    expect(await countsOf(lenient, { a: "1", b: "2" }, { a: "1" })).toMatchObject({ tp: 1, exact: 1 });
  });

  it.each(["", "n/a", "N/A", null])("takes %j for absent", async (value) => {
    expect(await countsOf(lenient, { a: value }, { a: "1" })).toEqual({ fn: 1, "fn:a": 1 });
  });

  it("accepts any listed value", async () => {
    const expected = { a: { any_of: ["red", "crimson"] } };
    expect(await countsOf(fields, { a: "crimson" }, expected)).toMatchObject({ tp: 1 });
    expect(await countsOf(fields, { a: "blue" }, expected)).toMatchObject({ substituted: 1 });
  });

  it("accepts absence as well where any_of lists null", async () => {
    const expected = { a: { any_of: ["red", null] } };
    expect(await countsOf(fields, {}, expected)).toEqual({ exact: 1 });
    expect(await countsOf(fields, { a: "red" }, expected)).toMatchObject({ tp: 1 });
    expect(await countsOf(fields, { a: "blue" }, expected)).toMatchObject({ substituted: 1 });
  });

  it("gives full value where rightly nothing was given", async () => {
    expect(await scored(fields, "{}", { a: null })).toMatchObject({ value: 1, passed: true });
  });

  it.each([
    [10, 10, "tp"],
    ["10.0", 10, "tp"],
    [10, "10", "tp"],
    ["10.0", "10", "substituted"],
    ["10 A", 10, "substituted"],
    [true, true, "tp"],
    ["RED", "red", "substituted"],
    [{ x: 1 }, { x: 1 }, "tp"],
    [[1, 2], [2, 1], "substituted"],
  ])("compares numbers by value and text as written: %j for %j is %s", async (found, expected, outcome) => {
    expect(await countsOf(fields, { a: found }, { a: expected })).toMatchObject({ [outcome]: 1 });
  });

  it("compares text as normalised", async () => {
    expect(await countsOf(lenient, { a: " High-Top  sneaker " }, { a: "High-top Sneaker" })).toMatchObject({
      tp: 1,
    });
  });

  it.each(["not JSON", "[1]", '"text"', "", '```json\n{"a": "1"}\n```'])(
    "has every field absent in text that is not a JSON object: %j",
    async (text) => {
      const score = await scored(fields, text, { a: "1", b: null });
      expect(score).toMatchObject({ value: 0, passed: false });
      expect(score.counts).toEqual({ fn: 1, "fn:a": 1, malformed: 1 });
    },
  );

  it("never passes text that is not JSON, even where nothing is expected", async () => {
    expect(await scored(fields, "none", { a: null })).toMatchObject({ value: 0, passed: false });
  });

  it("looks only at the named fields", async () => {
    const config = { type: "fields", fields: ["a"] };
    expect(await countsOf(config, { a: "1", b: "9", c: "9" }, { a: "1", b: "2" })).toMatchObject({
      tp: 1,
      exact: 1,
    });
  });

  it("does not mistake inherited properties for fields", async () => {
    expect(await countsOf(fields, {}, { constructor: "x" })).toMatchObject({ fn: 1 });
  });

  it("takes the best of several accepted objects", async () => {
    const expected = { any_of: [{ a: "1" }, { a: "2" }] };
    expect(await countsOf(fields, { a: "2" }, expected)).toMatchObject({ exact: 1 });
  });

  it("cannot judge by an expectation that is no object", async () => {
    await expect(scoreOf(fields, "{}", "text")).rejects.toThrow("not an object");
  });

  it("says what was found and what was wanted", async () => {
    const { why } = await scored(fields, '{"a": "9"}', { a: "1", b: "2" });
    expect(why).toBe('a is "9", wanted "1"; b is missing, wanted "2"');
  });
});

describe("fields in lists of objects", () => {
  const current = { name: "current", value: "10", unit: "A" };
  const voltage = { name: "voltage", value: 230, unit: "V" };
  const expected = { features: [current, voltage] };

  it("are told apart by their key, whatever their order", async () => {
    expect(await countsOf(listed, { features: [voltage, current] }, expected)).toMatchObject({
      tp: 2,
      exact: 1,
    });
  });

  it("are right only when all compared properties are", async () => {
    const counts = await countsOf(listed, { features: [{ ...current, unit: "mA" }, voltage] }, expected);
    expect(counts).toMatchObject({ tp: 1, substituted: 1, "substituted:current": 1 });
  });

  it("are missing where no item has their key or their values are absent", async () => {
    const counts = await countsOf(
      listed,
      { features: [{ name: "current", value: "", unit: null }] },
      expected,
    );
    expect(counts).toEqual({ fn: 2, "fn:current": 1, "fn:voltage": 1 });
  });

  it("gain nothing from guessing twice", async () => {
    const guesses = { features: [{ ...current, value: "16" }, current, voltage] };
    expect(await countsOf(listed, guesses, expected)).toMatchObject({ tp: 1, substituted: 1, fp: 1 });
  });

  it("that nobody asked for count as false", async () => {
    const counts = await countsOf(
      listed,
      { features: [current, voltage, { name: "x", value: "1" }, "junk"] },
      expected,
    );
    expect(counts).toMatchObject({ tp: 2, fp: 1 });
  });

  it("may have alternatives for one property", async () => {
    const either = { features: [{ ...current, unit: { any_of: ["A", "Ampere"] } }] };
    expect(await countsOf(listed, { features: [{ ...current, unit: "Ampere" }] }, either)).toMatchObject({
      tp: 1,
    });
  });

  it("are all missing where the list is no list", async () => {
    expect(await countsOf(listed, { features: "none" }, expected)).toEqual({
      fn: 2,
      "fn:current": 1,
      "fn:voltage": 1,
    });
  });

  it("stand beside plain fields", async () => {
    const counts = await countsOf(
      listed,
      { maker: "A", features: [current] },
      { maker: "A", features: [current] },
    );
    expect(counts).toMatchObject({ tp: 2, "tp:maker": 1, "tp:current": 1 });
  });

  it("may be the whole answer", async () => {
    const config = { type: "fields", items: { path: "", key: "name", compare: ["value"] } };
    expect(await countsOf(config, [current], [current])).toMatchObject({ tp: 1, exact: 1 });
  });

  it.each([
    { absent: "n/a" },
    { extra: "sometimes" },
    { normalise: "lower" },
    { items: ["features"] },
    { items: { path: "features", key: "name" } },
    { items: { path: "features", key: "name", compare: ["value"], sort: true } },
  ])("are refused with options that cannot work: %j", (option) => {
    expect(checkScorers([{ type: "fields", ...option }])).toHaveLength(1);
  });
});
