import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EvalReport } from "../../../src/evaluation/report.ts";
import { writeTree } from "../../builders/a-repository.ts";
import { documentOf, type EndedCommand, runCommand } from "../../builders/command-process.ts";
import { OFFLINE_CONFIG } from "../../builders/label-task.ts";
import {
  arePublishedAnswersThere,
  PUBLISHED_ANSWERS,
  withPublishedAnswers,
} from "../../builders/published-answers.ts";

const TITLE = "answers of models that are published in arXiv 2310.12537";

const GPT_3_5 = "gpt-3.5-turbo-0613-list-10-shot";
const BEST = "gpt-4-0613-schema-10-shot-all-ensemble";
const PUBLISHED = arePublishedAnswersThere
  ? (JSON.parse(readFileSync(`${PUBLISHED_ANSWERS}published.json`, "utf8")) as Record<
      string,
      { readonly micro_f1: number }
    >)
  : {};

const TEMPLATE = `id: product_attributes
messages:
  - role: system
    content: "Extract the attributes of the product as a JSON object: {{attributes}}. The category is {{category}}."
  - role: user
    content: "{{title}}"
`;

const metadata = (threshold: number) => `task: product_attributes
owners: ["@acme/catalogue"]
input:
  type: object
  properties:
    title: { type: string }
    category: { type: string }
    attributes: { type: array, items: { type: string } }
  required: [title, category, attributes]
output: { type: object }
model: { provider: offline, name: reader-1, parameters: {} }
evaluation:
  scorers:
    - { type: fields, absent: ["", "n/a", "None"], extra: ignore, normalise: none }
  metric: fields.micro_f1
  threshold: ${threshold}
`;

let root: string;
const outputs = (run: string): string => join(PUBLISHED_ANSWERS, "outputs", `${run}.jsonl`);

async function evaluate(
  ...flags: readonly string[]
): Promise<{ readonly ended: EndedCommand; readonly report: EvalReport }> {
  const ended = await runCommand("eval-runner", [
    "--root",
    root,
    "--task",
    "product_attributes",
    "--json",
    "--quiet",
    ...flags,
  ]);
  const { runs } = documentOf(ended) as unknown as { readonly runs: readonly [EvalReport] };
  return { ended, report: runs[0] };
}

describe.skipIf(!arePublishedAnswersThere).concurrent(withPublishedAnswers(TITLE), () => {
  beforeAll(() => {
    root = writeTree(
      new Map([
        ["prompts/00-templates/product_attributes.yaml", TEMPLATE],
        [
          "prompts/01-examples/product_attributes/titles.jsonl",
          readFileSync(`${PUBLISHED_ANSWERS}examples.jsonl`, "utf8"),
        ],
        ["prompts/03-metadata/product_attributes.yaml", metadata(0.8)],
        ["pipeline.config.yaml", OFFLINE_CONFIG],
      ]),
    );
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each(Object.entries(PUBLISHED))("score what is published: %s", async (run, { micro_f1 }) => {
    const { report } = await evaluate("--outputs", outputs(run));
    expect(Math.abs(100 * (report.score ?? 0) - micro_f1)).toBeLessThanOrEqual(0.005 + 1e-9);
    expect(report).toMatchObject({
      evidence: "external",
      baseline: null,
      counts: { scored: 491, errors: 0 },
    });
  });

  it("from 83.43 to 74.01 are a regression, far from chance", async () => {
    const { ended, report } = await evaluate(
      "--outputs",
      outputs(GPT_3_5),
      "--baseline-outputs",
      outputs(BEST),
    );
    expect(ended.exit).toBe(5);
    expect(report.verdict).toBe("regression");
    expect(report.baseline?.p_value).toBeLessThan(0.001);
  });

  it("from 82.16 to 81.97 pass a threshold of 0.80 with nothing proven", async () => {
    const { ended, report } = await evaluate(
      "--outputs",
      outputs("gpt-4-0613-schema-10-shot-fifth-ensemble"),
      "--baseline-outputs",
      outputs("gpt-4-0613-schema-10-shot-all"),
    );
    expect(ended.exit).toBe(0);
    expect(report.verdict).toBe("pass");
    expect(report.baseline?.p_value).toBeGreaterThan(0.2);
  });

  it("that lack an example leave it unscored, as an error", async () => {
    const lines = readFileSync(outputs(BEST), "utf8").split("\n");
    const short = join(root, "short.jsonl");
    writeFileSync(short, lines.slice(1).join("\n"));
    const { report } = await evaluate("--outputs", short);
    expect(report.counts).toMatchObject({ examples: 491, scored: 490, errors: 1 });
  });

  it.each([
    ["an id that no example has", '{"id":"oa-mine-9999","output":"{}"}\n', "oa-mine-9999"],
    ["an id twice without repeat", '{"id":"oa-mine-0001","output":"{}"}\n', "second time"],
  ])("with %s are refused", async (_, line, said) => {
    const file = join(root, `${said}.jsonl`);
    writeFileSync(file, readFileSync(outputs(BEST), "utf8") + line);
    const ended = await runCommand("eval-runner", [
      "--root",
      root,
      "--task",
      "product_attributes",
      "--outputs",
      file,
    ]);
    expect(ended.exit).toBe(3);
    expect(ended.stderr).toContain(`${file}:492:`);
    expect(ended.stderr).toContain(said);
  });
});
