import { describe, expect, it } from "vitest";
import { exampleGroups } from "../../src/evaluation/example-groups.ts";
import { aResult } from "../builders/result.ts";

const rows = (...ids: readonly string[]) => ids.map((id, at) => aResult({ id, repeat: at + 1 }));
const grouped = (...ids: readonly string[]) =>
  [...exampleGroups(rows(...ids))].map(([id, own]) => [id, ...own.map(({ repeat }) => repeat)]);

describe("the rows of an example", () => {
  it("are found together where they stand together", () => {
    expect(grouped("a", "a", "b", "c", "c")).toEqual([
      ["a", 1, 2],
      ["b", 3],
      ["c", 4, 5],
    ]);
  });

  it("are found together where they stand apart, in the order of their first ones", () => {
    expect(grouped("a", "b", "a", "c", "b")).toEqual([
      ["a", 1, 3],
      ["b", 2, 5],
      ["c", 4],
    ]);
  });

  it("are found again by whoever looks a second time", () => {
    const same = rows("a", "b", "b");
    expect([...exampleGroups(same)]).toEqual([...exampleGroups(same)]);
    expect([...exampleGroups([])]).toEqual([]);
  });
});
