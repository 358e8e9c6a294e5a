import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJsonText } from "../../../src/prompts/adapters/json-text.ts";
import { MAX_LINE_BYTES, parseJsonLines } from "../../../src/prompts/reading/json-lines.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const blanks = fc.constantFrom("", " ", "  ", "\t", " \t ");
/** Texts that look like keys, colons and escapes. */
const trickyText = fc
  .array(fc.constantFrom('"', ":", "\\", " ", "a", '":', '\\":', '" :', "ä", "1e99"), { maxLength: 6 })
  .map((parts) => parts.join(""));

/** An object as text whose keys are given, in any spacing, nested in whatever way. */
const objectText = (keys: fc.Arbitrary<readonly string[]>): fc.Arbitrary<string> =>
  fc.tuple(keys, fc.infiniteStream(trickyText), fc.infiniteStream(blanks)).map(([names, values, spaces]) => {
    const blank = (): string => spaces.next().value;
    const members = names.map((name) => {
      const value = JSON.stringify(values.next().value);
      return `${blank()}${JSON.stringify(name)}${blank()}:${blank()}{"x"${blank()}:[${value}]}${blank()}`;
    });
    return `{${members.join(",")}}`;
  });

describe("one JSON value", () => {
  it("is taken as it is written where every key stands once", () => {
    const distinct = fc.uniqueArray(trickyText, { maxLength: 5 });
    fc.assert(
      fc.property(objectText(distinct), (text) => {
        expect(parseJsonText(text)).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it("is refused wherever a key stands twice, whatever stands around it", () => {
    const twice = fc
      .tuple(fc.uniqueArray(trickyText, { minLength: 1, maxLength: 4 }), fc.nat())
      .map(([names, at]) => [...names, names[at % names.length] ?? ""]);
    fc.assert(
      fc.property(objectText(twice), (text) => {
        const parsed = parseJsonText(text);
        expect("faults" in parsed && parsed.faults.map(({ code }) => code)).toEqual(["json-duplicate-key"]);
      }),
    );
  });

  it.each([
    ["a reserved key", '{"a":{"constructor":1}}', 'the reserved key "constructor"'],
    ["a reserved key in escapes", '{"\\u005f_proto__":1}', 'the reserved key "__proto__"'],
    ["half a character", '{"a":"\\ud83d"}', "half of a surrogate pair"],
    ["a number beyond all numbers", "[1e999]", "the number Infinity"],
    ["a whole number that loses digits", '{"id":12345678901234567890}', "a whole number that loses digits"],
  ])("is refused for %s", (_, text, found) => {
    const parsed = parseJsonText(text);
    expect("faults" in parsed && parsed.faults.map((fault) => fault.found)).toEqual([found]);
  });

  it.each([
    ["a whole character in escapes", '{"a":"\\ud83d\\ude00 \\u00e4"}'],
    ["digits in a text", '{"sha":"1234567890123456e10"}'],
    ["a fraction with many digits", "[0.12345678901234567]"],
  ])("is taken with %s", (_, text) => {
    expect(parseJsonText(text)).toEqual({ value: JSON.parse(text) });
  });
});

describe("a file of JSON lines", () => {
  const line = (number: number): string => JSON.stringify({ number, text: "ä".repeat(number % 700) });

  it("gives every value with its line, however large the file and whatever ends its lines", () => {
    const texts = Array.from({ length: 3_000 }, (_, at) => (at % 50 === 49 ? "" : line(at)));
    for (const end of ["\n", "\r\n"]) {
      const { lines, problems } = parseJsonLines("a.jsonl", bytesOf(texts.join(end)));
      expect(problems).toEqual([]);
      expect(lines).toEqual(
        texts.flatMap((text, at) => (text === "" ? [] : [{ line: at + 1, value: JSON.parse(text) }])),
      );
    }
  });

  it("reports each bad line at its place, and returns the good ones around it", () => {
    const texts = Array.from({ length: 3_000 }, (_, at) => line(at));
    texts[1_500] = '{"number": }';
    texts[2_900] = '{"a":1,"a":2}';
    const { lines, problems } = parseJsonLines("a.jsonl", bytesOf(`${texts.join("\n")}\n`));
    expect(lines).toHaveLength(2_998);
    expect(problems.map((problem) => [problem.line, problem.column, problem.code])).toEqual([
      [1_501, 12, "json-syntax"],
      [2_901, 8, "json-duplicate-key"],
    ]);
  });

  it("with a byte that is no UTF-8 loses that line alone", () => {
    const bytes = bytesOf([line(1), line(2), line(3)].join("\n"));
    const broken = bytes.map((byte, at) => (at === line(1).length + 8 ? 0xff : byte));
    const { lines, problems } = parseJsonLines("a.jsonl", broken);
    expect(lines.map(({ line: number }) => number)).toEqual([1, 3]);
    expect(problems.map(({ code, line: number }) => [code, number])).toEqual([["text-encoding", 2]]);
  });

  it("takes a line of the greatest length, and refuses one byte more", () => {
    const ofBytes = (bytes: number): string => `"${"x".repeat(bytes - 2)}"`;
    const text = [line(1), ofBytes(MAX_LINE_BYTES), ofBytes(MAX_LINE_BYTES + 1), line(4)].join("\n");
    const { lines, problems } = parseJsonLines("a.jsonl", bytesOf(text));
    expect(lines.map(({ line: number }) => number)).toEqual([1, 2, 4]);
    expect(problems.map(({ code, line: number }) => [code, number])).toEqual([["file-unreadable", 3]]);
  });

  it("knows where a value stands in any of its lines", () => {
    const { positions } = parseJsonLines("a.jsonl", bytesOf([line(1), "", line(3)].join("\n")));
    expect(positions(3).placeOf(["text"])).toEqual({ file: "a.jsonl", line: 3, column: 20 });
  });
});
