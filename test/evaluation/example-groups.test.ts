import { describe, expect, it } from "vitest";
import { exampleGroups, resultsByKind } from "../../src/evaluation/example-groups.ts";
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

  it("are found in a part of the rows as well, whether those stand together or not", () => {
    for (const all of [rows("a", "b", "b", "c"), rows("b", "c", "a", "b")]) {
      const parts = resultsByKind(all, ({ id }) => (id === "a" ? ["first"] : ["last", "late"]));
      const late = [...exampleGroups(all)].filter(([id]) => id !== "a");
      expect([...exampleGroups(parts.get("last") ?? [])]).toEqual(late);
      expect(parts.get("late")).toEqual(parts.get("last"));
      expect(parts.get("first")?.map(({ id }) => id)).toEqual(["a"]);
    }
  });
});
