import { expect, it } from "vitest";
import { aRepository, edited, METADATA, PATHS, withChanges } from "../builders/a-repository.ts";
import { type BrokenFile, beginningsOf, metadataWith } from "../builders/broken-file.ts";
import { linesOf, placesOf } from "../builders/validated.ts";

const FILE = PATHS.metadata;

const broken: readonly BrokenFile[] = [
  [
    "a key stands once in its mapping, and both places are named [I1]",
    metadataWith("  min_examples: 20\n", "  min_examples: 20\n  threshold: 0.9\n"),
    [`${FILE}:18:3: error[yaml-duplicate-key] duplicate key "threshold" (first at 16:3). Keep one`],
  ],
  [
    "a threshold is a finite number, or the gate stood open [I2]",
    metadataWith("threshold: 0.8", "threshold: .nan"),
    [`${FILE}:16:14: error[invalid-value] evaluation.threshold has the number NaN. Write a finite`],
  ],
  [
    "an infinite number is refused where the format takes any number [I2]",
    metadataWith("temperature: 0", "temperature: .inf"),
    [`${FILE}:11:68: error[invalid-value] model.parameters.temperature has the number Infinity`],
  ],
  [
    "a quoted threshold is not a number [I3]",
    metadataWith("threshold: 0.8", 'threshold: "0.8"'),
    [
      `${FILE}:16:14: error[invalid-value] evaluation.threshold is "0.8" and must be number. Did you mean 0.8?`,
    ],
  ],
  [
    "a threshold of 80 is meant as 0.8 [I3]",
    metadataWith("threshold: 0.8", "threshold: 80"),
    [`${FILE}:16:14: error[invalid-value] evaluation.threshold is 80 and must be <= 1. Did you mean 0.8?`],
  ],
  [
    "a threshold in percent is meant as a fraction [I3]",
    metadataWith("threshold: 0.8", "threshold: 80%"),
    [`${FILE}:16:14: error[invalid-value] evaluation.threshold is 80% and must be number. Did you mean 0.8?`],
  ],
  [
    "a threshold is not negative zero [I3]",
    metadataWith("threshold: 0.8", "threshold: -0"),
    [`${FILE}:16:14: error[invalid-value] the number -0, which readers understand differently. Write 0.`],
  ],
  [
    "a threshold is not null [I3]",
    metadataWith("threshold: 0.8", "threshold: null"),
    [`${FILE}:16:14: error[invalid-value] evaluation.threshold is null and must be number`],
  ],
  [
    "a threshold is there [I3]",
    metadataWith("  threshold: 0.8\n", ""),
    [`${FILE}:13:3: error[missing-key] missing key "threshold" in evaluation. Add "threshold".`],
  ],
  [
    "a version is a text, shown as it was written [I4]",
    metadataWith("task: support_reply", "task: support_reply\nversion: 1.10"),
    [`${FILE}:2:10: error[invalid-value] version is 1.10 and must be string. Quote it: "1.10".`],
  ],
  [
    "a number has no leading zero [I4]",
    metadataWith("temperature: 0", "max_tokens: 010"),
    [`${FILE}:11:67: error[invalid-value] the number 010, which readers understand differently`],
  ],
  [
    "a whole number keeps all its digits [I4]",
    metadataWith("temperature: 0", "seed: 12345678901234567890"),
    [
      `${FILE}:11:61: error[invalid-value] model.parameters.seed has a whole number that loses digits. Quote it`,
    ],
  ],
  [
    "a misspelt key names the nearest one [I5]",
    metadataWith("min_examples", "min_exmples"),
    [`${FILE}:17:3: error[unknown-key] unknown key "min_exmples". Did you mean "min_examples"?`],
  ],
  [
    "a key that no key resembles gets the list of all [I5]",
    metadataWith("min_examples: 20", "colour: red"),
    [`${FILE}:17:3: error[unknown-key] unknown key "colour". Remove it; known here: scorers, metric`],
  ],
  [
    "a reserved key is refused, free-form parts included [I8]",
    metadataWith("temperature: 0", "__proto__: 0"),
    [`${FILE}:11:55: error[yaml-unsafe] the reserved key "__proto__"`],
  ],
  [
    "a merge key is refused [I8]",
    metadataWith("temperature: 0", "<<: {a: 1}"),
    [`${FILE}:11:55: error[yaml-unsafe] a merge key <<`],
  ],
  [
    "an unknown tag is refused [I9]",
    metadataWith("task: support_reply", "task: !!js/function 'x'"),
    [`${FILE}:1:7: error[yaml-unsafe] Unresolved tag`],
  ],
  [
    "a file holds one document [I10]",
    metadataWith("threshold: 0.8", "threshold: 0.8\n---\na: 1"),
    [`${FILE}:17:1: error[yaml-syntax] a second document in the file`],
  ],
  [
    "an empty file is no metadata [I10]",
    withChanges(aRepository(), { [FILE]: "" }),
    [`${FILE}:1:1: error[yaml-syntax] the file is empty`],
  ],
  [
    "a file of comments is empty [I10]",
    withChanges(aRepository(), { [FILE]: "# later\n" }),
    [`${FILE}:1:1: error[yaml-syntax] the file is empty`],
  ],
  [
    "a schema is JSON Schema 2020-12 [I22]",
    metadataWith("language: { type: string }", "language: { type: strin }"),
    [`${FILE}:7:23: error[invalid-schema] the input schema cannot be used`],
  ],
  [
    "a schema refers to nothing outside itself, and nothing is fetched [I22]",
    metadataWith("output: { type: string }", "output: { $ref: https://example.com/x.json }"),
    [`${FILE}:10:17: error[invalid-schema] the output schema cannot be used: can't resolve reference https`],
  ],
  [
    "a pattern in a schema compiles, and is placed where it stands [I22]",
    metadataWith("language: { type: string }", "language: { type: string, pattern: '[' }"),
    [
      `${FILE}:7:40: error[invalid-schema] the input schema cannot be used: the pattern "[" cannot be compiled`,
    ],
  ],
  [
    "a scorer's regular expression compiles [I22]",
    metadataWith("type: equals", "type: regex\n      value: '('\n      name: equals"),
    [`${FILE}:15:14: error[invalid-scorer] the pattern "(" cannot be compiled`],
  ],
  [
    "a scorer is of a known type",
    metadataWith("type: equals", "type: equal"),
    [`${FILE}:14:13: error[invalid-scorer] unknown scorer type "equal". Did you mean "equals"?`],
  ],
  [
    "a script that a scorer runs exists",
    metadataWith(
      "    - type: equals\n",
      "    - type: equals\n    - { type: javascript, value: file://scorers/tone.js }\n",
    ),
    [`${FILE}:15:41: error[missing-file] a scorer runs scorers/tone.js, which does not exist`],
  ],
  [
    "the metric is one that the scorers yield",
    metadataWith("equals.pass_rate", "equals.passrate"),
    [
      `${FILE}:15:11: error[unknown-metric] the scorers yield no metric "equals.passrate". Did you mean "equals.pass_rate"?`,
    ],
  ],
  [
    "metadata stands in the file of its task [I25]",
    metadataWith("task: support_reply", "task: other"),
    [`${FILE}:1:7: error[invalid-value] task is "other" in the file of task "support_reply"`],
  ],
  [
    "the provider is configured [I25]",
    metadataWith("provider: acme", "provider: acm"),
    [
      `${FILE}:11:20: error[unknown-provider] provider "acm" is not in pipeline.config.yaml. Did you mean "acme"?`,
    ],
  ],
  [
    "the model has a price, so that a budget can hold [I25]",
    metadataWith("name: small-1", "name: small-2"),
    [`${FILE}:11:32: error[unpriced-model] model "small-2" of provider "acme" has no price`],
  ],
  [
    "the offline reader needs neither configuration nor price",
    withChanges(metadataWith("provider: acme", "provider: offline"), { [PATHS.config]: null }),
    [],
  ],
  [
    "a broken configuration is one problem and not one of every task",
    withChanges(aRepository(), { [PATHS.config]: "providers: 5\n" }),
    [`${PATHS.config}:1:12: error[invalid-value] providers is 5 and must be object`],
  ],
  [
    "metadata needs a template [I25]",
    withChanges(aRepository(), { [PATHS.template]: null }),
    [`${FILE}:1:1: error[missing-file] the task has no template (${PATHS.template})`],
  ],
  [
    "metadata needs examples [I25]",
    withChanges(aRepository(), { [PATHS.examples]: null }),
    [`${FILE}:1:1: error[missing-file] the task has no examples (prompts/01-examples/support_reply/*.jsonl)`],
  ],
  [
    "examples need a template",
    withChanges(aRepository(), { [PATHS.template]: null, [FILE]: null }),
    [`${PATHS.examples}:1:1: error[missing-file] the task has no template`],
  ],
];

it.each(broken)("%s", (_, tree, beginnings) => {
  expect(beginningsOf(linesOf(tree), beginnings)).toEqual(beginnings);
});

it("a valid repository has no problem", () => {
  expect(linesOf(aRepository())).toEqual([]);
});

it("a tab for indentation is named first of all that follows from it [I10]", () => {
  expect(placesOf(metadataWith("  properties:", "\tproperties:"))[0]).toBe(`${FILE}:5:1 yaml-syntax`);
});

it("positions are the same with Windows line ends [I12]", () => {
  const windows = (text: string): string => text.replaceAll("\n", "\r\n");
  const wrong = METADATA.replace("threshold: 0.8", "threshold: 80");
  expect(placesOf(withChanges(aRepository(), { [FILE]: windows(wrong) }))).toEqual([
    `${FILE}:16:14 invalid-value`,
  ]);
});

it("a byte order mark at the start of a file does not matter [I11]", () => {
  expect(linesOf(withChanges(aRepository(), { [FILE]: `\ufeff${METADATA}` }))).toEqual([]);
});

it("a template without metadata is a draft, of which only the syntax is checked", () => {
  const draft = withChanges(edited(aRepository(), PATHS.template, "{{question}}", "{{nobody}} {{ }}"), {
    [FILE]: null,
    [PATHS.examples]: null,
  });
  expect(placesOf(draft)).toEqual([`${PATHS.template}:8:26 unknown-placeholder`]);
});
