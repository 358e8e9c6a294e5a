import { describe, expect, it } from "vitest";
import { checkScorers } from "../../../src/evaluation/scoring/scorer-checks.ts";
import { scored } from "../../builders/scored.ts";

const schema = {
  type: "object",
  required: ["latitude"],
  properties: { latitude: { type: "number", minimum: -90, maximum: 90 } },
};

describe("is-json", () => {
  it.each([
    ['{"a": 1}', true],
    ["[]", true],
    ["12", true],
    ['Here it is: {"a": 1}', false],
    ['{"a": 1,}', false],
    ["", false],
  ])("takes the whole answer: %j: %s", async (text, passed) => {
    expect((await scored({ type: "is-json" }, text)).passed).toBe(passed);
  });

  it.each([
    ['{"latitude": 52.5}', true],
    ['{"latitude": "52.5"}', false],
    ['{"latitude": 91}', false],
    ["{}", false],
  ])("holds the answer against the schema: %j: %s", async (text, passed) => {
    expect((await scored({ type: "is-json", value: schema }, text)).passed).toBe(passed);
  });

  it("says where the answer breaks the schema", async () => {
    const { why } = await scored({ type: "is-json", value: schema }, '{"latitude": 91}');
    expect(why).toContain("/latitude");
  });

  it.each([{ type: "nonsense" }, { $ref: "https://example.org/schema.json" }])(
    "reports a schema that is invalid or lies elsewhere [I22]: %j",
    (value) => {
      expect(checkScorers([{ type: "is-json", value }])).toMatchObject([
        { path: expect.arrayContaining([0, "value"]) },
      ]);
    },
  );
});
