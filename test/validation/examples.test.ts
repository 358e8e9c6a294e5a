import { expect, it } from "vitest";
import {
  aRepository,
  edited,
  exampleLine,
  exampleLines,
  PATHS,
  type Tree,
  withChanges,
} from "../builders/a-repository.ts";
import { aLine, type BrokenFile, beginningsOf, examplesAnd } from "../builders/broken-file.ts";
import { linesOf, placesOf } from "../builders/validated.ts";

const FILE = PATHS.examples;

/** A task whose answers are objects, compared field by field; the first of its 20 examples expects this. */
function expecting(expected: unknown): Tree {
  const output = `output:
  type: object
  properties:
    unit: { enum: [mm, kg] }
    size: { type: number }
    parts: { type: array, items: { type: object, properties: { name: { type: string } }, required: [name, kind] } }
  required: [unit, size]
  additionalProperties: false
`;
  const lines = Array.from({ length: 20 }, (_, at) =>
    aLine({ id: `e${at}`, expected: at === 0 ? expected : { unit: "mm" } }),
  );
  const task = edited(aRepository(), PATHS.metadata, "output: { type: string }\n", output);
  const scored = edited(
    task,
    PATHS.metadata,
    "type: equals\n  metric: equals.pass_rate",
    "type: fields\n  metric: fields.micro_f1",
  );
  return withChanges(scored, { [FILE]: lines.join("\n") });
}

const labelled = (expected: string, list = "enum: [Yes., No.]"): Tree =>
  edited(
    examplesAnd(aLine({ expected })),
    PATHS.metadata,
    "output: { type: string }",
    `output: { type: string, ${list} }`,
  );

/** A closed list with a word about each answer. */
const DESCRIBED = "oneOf: [{ const: Yes., description: it does }, { const: No., description: it does not }]";

const broken: readonly BrokenFile[] = [
  [
    "a line is one JSON value [I14]",
    examplesAnd('{"id":"x","input":{"question":NaN}}', "[1]", '{"id":"y",'),
    [
      `${FILE}:25:31: error[json-syntax] malformed JSON, invalid symbol at \`NaN}}\``,
      `${FILE}:26:1: error[invalid-value] the document must be object`,
      `${FILE}:27:11: error[json-syntax] malformed JSON`,
    ],
  ],
  ["blank lines and Windows line ends are skipped [I12]", examplesAnd("", `${aLine({})}\r`, ""), []],
  [
    "lines are counted by line feeds alone, so that U+2028 inside a text ends none [I12]",
    examplesAnd(aLine({ id: "one", expected: "a\u2028b" }), aLine({ id: 5 })),
    [`${FILE}:26:7: error[invalid-value] id must be string`],
  ],
  [
    "a byte order mark at the start of a file does not matter [I11]",
    withChanges(aRepository(), { [FILE]: `\ufeff${exampleLines(24)}` }),
    [],
  ],
  [
    "a byte that is not UTF-8 is named by its offset in the file [I13]",
    withChanges(aRepository(), {
      [FILE]: new Uint8Array([...new TextEncoder().encode(exampleLines(1)), 0x22, 0xff, 0x22]),
    }),
    [
      `${FILE}:2:2: error[text-encoding] a byte that is not UTF-8 (0xff at byte ${exampleLines(1).length + 1})`,
    ],
  ],
  [
    "UTF-16 is not UTF-8 [I13]",
    withChanges(aRepository(), { [FILE]: new Uint8Array(Buffer.from(`\ufeff${aLine({})}`, "utf16le")) }),
    [`${FILE}:1:1: error[text-encoding] a byte that is not UTF-8 (0xff at byte 0)`],
  ],
  [
    "a key stands once in an object [I15]",
    examplesAnd('{"id":"x","id":"y","input":{"question":"?"},"expected":"a"}'),
    [`${FILE}:25:11: error[json-duplicate-key] duplicate key "id"`],
  ],
  [
    "an escaped key is the same key [I15]",
    examplesAnd('{"id":"x","\\u0069d":"y","input":{"question":"?"},"expected":"a"}'),
    [`${FILE}:25:11: error[json-duplicate-key] duplicate key "id"`],
  ],
  [
    "a number is finite, however it is written [I2]",
    examplesAnd(
      aLine({ id: "a", expected: 0 }).replace(":0", ":1e999"),
      aLine({ id: "b", expected: 0 }).replace(":0", `:1${"0".repeat(400)}`),
    ),
    [
      `${FILE}:25:50: error[invalid-value] the number Infinity`,
      `${FILE}:26:50: error[invalid-value] the number Infinity`,
    ],
  ],
  [
    "a reserved key is refused [I8]",
    examplesAnd('{"id":"x","input":{"__proto__":"?"},"expected":"a"}'),
    [`${FILE}:25:20: error[invalid-value] the reserved key "__proto__"`],
  ],
  [
    "values are not nested deeper than 100 levels, whole or cut off [I7]",
    examplesAnd(`{"id":"x","expected":${"[".repeat(20_000)}${"]".repeat(20_000)}}`, "[".repeat(20_000)),
    [
      `${FILE}:25:121: error[invalid-value] values nested more than 100 levels deep`,
      `${FILE}:26:101: error[invalid-value] values nested more than 100 levels deep`,
    ],
  ],
  [
    "an example has an id [I16]",
    examplesAnd('{"input":{"question":"?"},"expected":"a"}'),
    [`${FILE}:25:1: error[missing-key] missing key "id"`],
  ],
  [
    "an id is given once, and both lines are named [I16]",
    examplesAnd(exampleLine(3)),
    [`${FILE}:25:7: error[duplicate-example] example id "question-3" is taken (first at ${FILE}:3)`],
  ],
  [
    "an id is given once over all files of a task [I16]",
    withChanges(aRepository(), { "prompts/01-examples/support_reply/more.jsonl": exampleLine(3) }),
    [
      `${FILE}:3:7: error[duplicate-example] example id "question-3" is taken (first at prompts/01-examples/support_reply/more.jsonl:1)`,
    ],
  ],
  [
    "an id looks like what it is [I13]",
    examplesAnd(aLine({ id: "a\u202eb" })),
    [`${FILE}:25:7: error[text-encoding] the example's id has invisible`],
  ],
  [
    "fewer than five examples judge nothing [I17]",
    withChanges(aRepository(), { [FILE]: exampleLines(4) }),
    [
      `${FILE}:1:1: error[too-few-examples] the task has 4 examples; fewer than 5 judge nothing. Add 1 or more`,
    ],
  ],
  [
    "an empty file holds no examples [I17]",
    withChanges(aRepository(), { [FILE]: "" }),
    [`${FILE}:1:1: error[too-few-examples] the task has 0 examples`],
  ],
  [
    "five examples are a smoke test, which is said [I17]",
    withChanges(aRepository(), { [FILE]: exampleLines(5) }),
    [`${PATHS.metadata}:17:17: warning[smoke-only] the task has 5 examples, fewer than 20`],
  ],
  [
    "one below min_examples is a smoke test [I17]",
    withChanges(aRepository(), { [FILE]: exampleLines(19) }),
    [`${PATHS.metadata}:17:17: warning[smoke-only] the task has 19 examples, fewer than 20`],
  ],
  ["min_examples are enough [I17]", withChanges(aRepository(), { [FILE]: exampleLines(20) }), []],
  [
    "an input fits its schema",
    examplesAnd(aLine({ input: { question: 7, langage: "de" } })),
    [
      `${FILE}:25:35: error[example-mismatch] example "extra": input.question must be string`,
      `${FILE}:25:37: error[example-mismatch] example "extra": input.langage is not declared. Did you mean "language"?`,
    ],
  ],
  [
    "an input has what the schema requires",
    examplesAnd(aLine({ input: { language: "de" } })),
    [`${FILE}:25:23: error[example-mismatch] example "extra": input.question is required and missing`],
  ],
  [
    "a conversation alone still needs the inputs that the prompt shows",
    examplesAnd('{"id":"x","messages":[{"role":"user","content":"Hi"}],"expected":"Yes."}'),
    [`${FILE}:25:1: error[example-mismatch] example "x": input.question is required and missing`],
  ],
  [
    "a scorer that compares needs something expected",
    examplesAnd(aLine({ expected: undefined })),
    [`${FILE}:25:1: error[example-mismatch] example "extra" has no "expected"`],
  ],
  [
    "an assert can work",
    examplesAnd(
      aLine({
        assert: [
          { type: "contains", value: "Yes" },
          { type: "regex", value: "(" },
        ],
      }),
    ),
    [`${FILE}:25:129: error[invalid-scorer] example "extra": the pattern "(" cannot be compiled`],
  ],
  [
    "an assert of a turn can work",
    examplesAnd(
      aLine({ messages: [{ role: "user", content: "Hi", assert: [{ type: "regexp", value: "a" }] }] }),
    ),
    [
      `${FILE}:25:121: error[invalid-scorer] example "extra": unknown scorer type "regexp". Did you mean "regex"?`,
    ],
  ],
  [
    "an expected field has a value that the answer may have",
    expecting({ unit: "m" }),
    [`${FILE}:1:59: error[example-mismatch] example "e0": expected.unit must be one of "mm", "kg"`],
  ],
  [
    "every listed alternative is one that the answer may have",
    expecting({ unit: { any_of: ["kg", "lb"] } }),
    [`${FILE}:1:59: error[example-mismatch] example "e0": expected.unit must be one of "mm", "kg"`],
  ],
  [
    "an expected field is one that the answer may have",
    expecting({ unit: "mm", units: "mm" }),
    [
      `${FILE}:1:64: error[example-mismatch] example "e0": expected.units is not declared. Did you mean "unit"?`,
    ],
  ],
  [
    "null expects that a field is absent, and so may any_of",
    expecting({ unit: { any_of: ["kg", null] }, size: null }),
    [],
  ],
  ["a text that means absent expects that a field is absent", expecting({ unit: "" }), []],
  [
    "an expected object may leave fields out, at any depth",
    expecting({ size: 5, parts: [{ name: "seal" }] }),
    [],
  ],
  ["whole objects may be alternatives", expecting({ any_of: [{ unit: "mm" }, { unit: "kg", size: 2 }] }), []],
  [
    "an expected label is one of the labels",
    labelled("Maybe."),
    [`${FILE}:25:54: error[example-mismatch] example "extra": expected must be one of "Yes.", "No."`],
  ],
  [
    "an expected label is one of the described ones",
    labelled("Maybe.", DESCRIBED),
    [`${FILE}:25:54: error[example-mismatch] example "extra": expected must be one of "Yes.", "No."`],
  ],
  ["an expected label that is one of the described ones is none", labelled("No.", DESCRIBED), []],
  [
    "alternatives that list no answers leave a text open to be a part of one",
    labelled("Maybe.", "anyOf: [{ minLength: 20 }, { pattern: '^Y' }]"),
    [],
  ],
  ["a number may be read out of a text", examplesAnd(aLine({ expected: 5 })), []],
];

it.each(broken)("%s", (_, tree, beginnings) => {
  expect(beginningsOf(linesOf(tree), beginnings)).toEqual(beginnings);
});

it("while some lines cannot be read, too few others are no problem of their own", () => {
  const tree = withChanges(aRepository(), { [FILE]: `${exampleLines(4)}{` });
  expect(placesOf(tree)).toEqual([`${FILE}:5:2 json-syntax`]);
});

it("every broken line is reported, however many there are [I14]", () => {
  expect(placesOf(withChanges(aRepository(), { [FILE]: "5\n".repeat(150_000) }))).toHaveLength(150_000);
});

it("a pointer of Git LFS is no file of examples [F14]", () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 3\n`;
  expect(placesOf(withChanges(aRepository(), { [FILE]: pointer, [PATHS.template]: pointer }))).toEqual([
    `${PATHS.template}:1:1 file-unreadable`,
    `${FILE}:1:1 file-unreadable`,
  ]);
});
