import { describe, expect, it } from "vitest";
import { compileSchema, InvalidSchema } from "../../src/prompts/adapters/json-schema.ts";

describe("a schema of somebody else", () => {
  it("cannot hang whoever checks a value against it, whatever its pattern [I21]", () => {
    const check = compileSchema({ type: "string", pattern: "^(a+)+$" });
    expect(check(`${"a".repeat(5_000)}!`)).toHaveLength(1);
    expect(check("a".repeat(5_000))).toEqual([]);
  });

  it("keeps its patterns apart", () => {
    const properties = {
      code: { type: "string", pattern: "^[0-9]+$" },
      name: { type: "string", pattern: "^[a-z]+$" },
    };
    const check = compileSchema({ type: "object", properties });
    expect(check({ code: "42", name: "bolt" })).toEqual([]);
    expect(check({ code: "bolt", name: "42" }).map(({ keys }) => keys)).toEqual([["code"], ["name"]]);
  });

  it.each([
    ["an id", { $id: "https://acme.example/part", type: "string" }, "https://acme.example/part"],
    ["an anchor", { $anchor: "part", type: "string" }, "#part"],
    ["a place", { type: "string" }, "#/$defs/part"],
  ])("cannot refer to a part of another schema by %s", (_, part, $ref) => {
    const whole = { $defs: { part }, $ref };
    expect(compileSchema(whole)(42)).toHaveLength(1);
    expect(() => compileSchema({ title: "another", $ref })).toThrow(InvalidSchema);
    expect(compileSchema(whole)("bolt")).toEqual([]);
  });

  it("is compiled after one that could not be", () => {
    expect(() => compileSchema({ title: "broken", $ref: "#/$defs/none" })).toThrow(InvalidSchema);
    expect(compileSchema({ title: "broken", type: "integer" })(1.5)).toHaveLength(1);
  });
});
