import { describe, expect, it } from "vitest";
import { scored } from "../../builders/scored.ts";

const equals = { type: "equals" };

describe("equals", () => {
  it.each([
    ["Hello", "Hello", 1],
    ["hello", "Hello", 0],
    ["Hello ", "Hello", 0],
    ["", "Hello", 0],
  ])("compares text to the character: %j against %j is %d", async (text, expected, value) => {
    expect((await scored(equals, text, expected)).value).toBe(value);
  });

  it.each([
    ["42", 1],
    ["42.0", 1],
    ["4.2e1", 1],
    ["0x2a", 0],
    ["forty-two", 0],
    ["", 0],
  ])("compares an expected number by its value: %j against 42 is %d", async (text, value) => {
    expect((await scored(equals, text, 42)).value).toBe(value);
  });

  it("compares objects whatever the order of keys", async () => {
    expect((await scored(equals, '{"b": [1, 2], "a": null}', { a: null, b: [1, 2] })).passed).toBe(true);
  });

  it("tells lists of another order apart", async () => {
    expect((await scored(equals, "[2, 1]", [1, 2])).passed).toBe(false);
  });

  it("tells an object with one more key apart", async () => {
    expect((await scored(equals, '{"a": 1, "b": 2}', { a: 1 })).passed).toBe(false);
  });

  it("accepts any of several expected values", async () => {
    const expected = { any_of: ["yes", "Yes"] };
    expect((await scored(equals, "Yes", expected)).passed).toBe(true);
    expect((await scored(equals, "YES", expected)).passed).toBe(false);
  });

  it("prefers its own value to the example's", async () => {
    expect((await scored({ type: "equals", value: "a" }, "a", "b")).passed).toBe(true);
  });
});
