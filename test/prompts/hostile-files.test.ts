import { expect, it } from "vitest";
import { MAX_YAML_BYTES, parseYamlFile } from "../../src/prompts/adapters/yaml-file.ts";
import type { Problem } from "../../src/prompts/problem.ts";
import { MAX_LINE_BYTES, parseJsonLines } from "../../src/prompts/reading/json-lines.ts";

const yaml = (text: string | Uint8Array) =>
  parseYamlFile("f.yaml", typeof text === "string" ? new TextEncoder().encode(text) : text);
const lines = (text: string | Uint8Array) =>
  parseJsonLines("f.jsonl", typeof text === "string" ? new TextEncoder().encode(text) : text);
const places = (problems: readonly Problem[]): readonly string[] =>
  problems.map(({ line, column, code }) => `${line}:${column} ${code}`);

it("an alias bomb is refused at once, with file and line [I6]", () => {
  const layers = Array.from(
    { length: 9 },
    (_, at) => `a${at + 1}: &a${at + 1} [${Array(9).fill(`*a${at}`).join(", ")}]`,
  );
  const before = process.memoryUsage().rss;
  const { value, problems } = yaml(["a0: &a0 [x, x, x]", ...layers].join("\n"));
  expect(value).toBeUndefined();
  expect(places(problems)).toEqual(["2:10 yaml-unsafe"]);
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
}, 1_000);

it("a few aliases are read", () => {
  expect(yaml("a: &a [1]\nb: *a\n").value).toEqual({ a: [1], b: [1] });
});

it("YAML nested 20,000 deep is refused in one problem or few [I7]", () => {
  const { value, problems } = yaml(`a: ${"[".repeat(20_000)}${"]".repeat(20_000)}`);
  expect(value).toBeUndefined();
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.length).toBeLessThanOrEqual(20);
  expect(problems[0]).toMatchObject({
    code: "yaml-unsafe",
    found: "values nested too deeply to be read",
    line: 1,
  });
}, 5_000);

it("YAML nested 101 deep is refused, 100 deep is read [I7]", () => {
  const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  expect(yaml(nested(100)).problems).toEqual([]);
  expect(yaml(nested(102)).problems[0]).toMatchObject({ code: "invalid-value", line: 1, column: 101 });
});

it("JSON nested 101 deep is refused, 100 deep is read [I7]", () => {
  const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  expect(lines(nested(100)).problems).toEqual([]);
  expect(places(lines(nested(102)).problems)).toEqual(["1:101 invalid-value"]);
});

it("no key of a file becomes a prototype [I8]", () => {
  for (const key of ["__proto__", "constructor", "prototype"]) {
    expect(places(yaml(`${key}: { x: 1 }`).problems)).toEqual(["1:1 yaml-unsafe"]);
    expect(places(lines(`{"${key}": {"x": 1}}`).problems)).toEqual(["1:2 invalid-value"]);
  }
  expect("x" in {}).toBe(false);
});

it("a key is reserved however it is escaped [I8]", () => {
  expect(places(lines('{"\\u005f_proto__": 1}').problems)).toEqual(["1:2 invalid-value"]);
  expect(places(yaml('"\\x5f_proto__": 1').problems)).toEqual(["1:1 yaml-unsafe"]);
});

it("NUL, UTF-16 and bytes that are not UTF-8 are named by place and offset [I13]", () => {
  expect(yaml("a: b\0c").problems[0]).toMatchObject({ line: 1, column: 5, code: "text-encoding" });
  expect(yaml(Buffer.from("a: b", "utf16le")).problems[0]).toMatchObject({ code: "text-encoding" });
  expect(yaml(Buffer.from([0x61, 0x3a, 0x20, 0xc3, 0xa9, 0x0a, 0xff])).problems[0]).toMatchObject({
    line: 2,
    column: 1,
    found: "a byte that is not UTF-8 (0xff at byte 6)",
  });
});

it("columns count UTF-16 units, not bytes", () => {
  expect(places(lines('{"é😀": x}').problems)).toEqual(["1:9 json-syntax"]);
});

it("dates and words that look like booleans stay texts [I24]", () => {
  const text = "a: no\nb: yes\nc: 2026-01-01\nd: on\ne: 12:30\n";
  expect(yaml(text).value).toEqual({ a: "no", b: "yes", c: "2026-01-01", d: "on", e: "12:30" });
});

it("a YAML file over 16 MiB is refused unread [I23]", () => {
  expect(places(yaml(new Uint8Array(MAX_YAML_BYTES + 1)).problems)).toEqual(["1:1 file-unreadable"]);
});

it("a line over 1 MiB is refused, the lines around it are read [I18]", () => {
  const long = JSON.stringify("a".repeat(MAX_LINE_BYTES));
  const { lines: read, problems } = lines(`1\n${long}\n2`);
  expect(read.map(({ value }) => value)).toEqual([1, 2]);
  expect(places(problems)).toEqual(["2:1 file-unreadable"]);
});

it("the last line needs no line end, and a lone carriage return ends none [I12]", () => {
  expect(lines("1\n2").lines.map(({ line }) => line)).toEqual([1, 2]);
  expect(places(lines("1\r2").problems)).toEqual(["1:3 json-syntax"]);
});

it("an empty file has no lines", () => {
  expect(lines("")).toMatchObject({ lines: [], problems: [] });
});

it("conflict markers are named in every YAML file", () => {
  const text = "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n";
  const markers = yaml(text).problems.filter(({ code }) => code === "conflict-marker");
  expect(places(markers)).toEqual(["2:1 conflict-marker", "4:1 conflict-marker", "6:1 conflict-marker"]);
});
