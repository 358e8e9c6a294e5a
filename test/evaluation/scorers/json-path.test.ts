import { describe, expect, it } from "vitest";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { scored } from "../../builders/scored.ts";

const ANSWER = JSON.stringify({
  items: [
    { name: "bolt", price: 2 },
    { name: "nut", price: 1 },
  ],
  total: null,
});

describe("json-path", () => {
  it.each([
    ["$.items[0].name", true],
    ["$.items[?@.price > 1].name", true],
    ["$.items[?@.price > 9]", false],
    ["$.total", true],
    ["$.constructor", false],
    ["$..price", true],
  ])("holds when the query selects something: %s: %s", async (query, passed) => {
    expect((await scored({ type: "json-path", query }, ANSWER)).passed).toBe(passed);
  });

  it.each([
    ["$.items[*].name", "nut", true],
    ["$.items[*].name", "screw", false],
    ["$.items[1]", { name: "nut", price: 1 }, true],
    ["$.items[0].price", { any_of: [1, 2] }, true],
    ["$.items[?search(@.name, '^b')].price", 2, true],
    ["$.items[?match(@.name, 'b')].price", 2, false],
  ])("holds when it selects the value: %s is %j: %s", async (query, value, passed) => {
    expect((await scored({ type: "json-path", query, value }, ANSWER)).passed).toBe(passed);
  });

  it("fails for text that is not JSON", async () => {
    expect((await scored({ type: "json-path", query: "$" }, "plain")).passed).toBe(false);
  });

  it("does not hang on a catastrophic pattern [I21]", async () => {
    const answer = JSON.stringify([`${"a".repeat(30_000)}!`]);
    expect((await scored({ type: "json-path", query: "$[?match(@, '(a+)+')]" }, answer)).passed).toBe(false);
  });

  it.each(["$.items[", "items", ""])("refuses what is no JSONPath [I22]: %j", (query) => {
    expect(checkScorers([{ type: "json-path", query }])).toMatchObject([{ path: [0, "query"] }]);
  });

  it("needs a query", () => {
    expect(checkScorers([{ type: "json-path" }])).toHaveLength(1);
  });
});
