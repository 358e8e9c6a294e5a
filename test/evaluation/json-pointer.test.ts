import { describe, expect, it } from "vitest";
import { parsePointer, valueAt } from "../../src/evaluation/scoring/json-pointer.ts";

const DOCUMENT = { foo: ["bar", "baz"], "": 0, "a/b": 1, "m~n": 8, "~1": 9 };

describe("a JSON Pointer", () => {
  it.each([
    ["", DOCUMENT],
    ["/foo", ["bar", "baz"]],
    ["/foo/0", "bar"],
    ["/", 0],
    ["/a~1b", 1],
    ["/m~0n", 8],
    ["/~01", 9],
  ])("leads as RFC 6901 says: %j", (pointer, value) => {
    expect(valueAt(DOCUMENT, parsePointer(pointer) ?? ["not a pointer"])).toEqual(value);
  });

  it.each(["/foo/2", "/foo/-", "/foo/00", "/foo/length", "/constructor", "/a~1b/c"])(
    "leads nowhere: %j",
    (pointer) => {
      expect(valueAt(DOCUMENT, parsePointer(pointer) ?? [])).toBeUndefined();
    },
  );

  it.each(["foo", "/~2", "/a~"])("is not %j", (text) => {
    expect(parsePointer(text)).toBeUndefined();
  });
});
