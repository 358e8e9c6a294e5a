import { describe, expect, it } from "vitest";
import { compileSchema } from "../../src/prompts/adapters/json-schema.ts";

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
});
