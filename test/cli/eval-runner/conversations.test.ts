import { afterEach, describe, expect, it } from "vitest";
import { METADATA, PATHS, TEMPLATE, writeTree } from "../../builders/a-repository.ts";
import { runCommand } from "../../builders/command-process.ts";
import { labelMetadata, OFFLINE_CONFIG } from "../../builders/label-task.ts";
import { completion, json, type Respond } from "../../fakes/fake-model-server.ts";
import { evaluated, ModelRepository } from "./model-repository.ts";

const opened: ModelRepository[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const conversations = (first: string, second: string): string =>
  Array.from({ length: 6 }, (_, at) =>
    JSON.stringify({
      id: `talk-${at + 1}`,
      messages: [
        { role: "user", content: `I am number ${at + 1}.`, assert: [{ type: "contains", value: first }] },
        { role: "user", content: "Who am I?", assert: [{ type: "contains", value: second }] },
      ],
    }),
  ).join("\n");

const TALK_TEMPLATE = TEMPLATE.replace(/ {2}- role: user\n.*\n/, "");
const TALK_METADATA = METADATA.replace(
  /input:\n[\s\S]*output:/,
  "input: { type: object, properties: {}, additionalProperties: false }\noutput:",
)
  .replace("- type: equals", "- type: not-empty")
  .replace("equals.pass_rate", "assert.pass_rate")
  .replace("temperature: 0", "temperature: 0, seed: 11");

/** Greets first, and names the number of the greeting that it finds in its own earlier answer. */
const remembering: Respond = (response, asked) => {
  const { messages } = asked.body as {
    readonly messages: readonly { readonly role: string; readonly content: string }[];
  };
  const own = messages.find(({ role }) => role === "assistant")?.content;
  const number = /number (\d+)/.exec(messages.map(({ content }) => content).join(" "))?.[1];
  return json(200, completion(own === undefined ? `Hello ${number}!` : `You heard "${own}"`))(
    response,
    asked,
  );
};

describe("examples that are conversations", () => {
  it("are asked turn by turn over the wire, and each turn's asserts judge its own answer", async () => {
    const made = await ModelRepository.open(
      {
        [PATHS.template]: TALK_TEMPLATE,
        [PATHS.metadata]: TALK_METADATA,
        [PATHS.examples]: conversations("Hello", "You heard"),
      },
      remembering,
    );
    opened.push(made);
    const { exit, report } = await made.evaluate();
    expect(exit).toBe(0);
    expect(report).toMatchObject({
      score: 1,
      counts: { examples: 6, passed: 6 },
      cost: { tokens_in: 132, tokens_out: 84 },
    });
    expect(made.server.asked).toHaveLength(12);
    const bodies = made.server.asked.map(
      ({ body }) => body as { readonly seed: number; readonly messages: readonly unknown[] },
    );
    expect(bodies.every(({ seed }) => seed === 11)).toBe(true);
    expect(bodies.map(({ messages }) => messages.length).sort()).toEqual([
      2, 2, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4,
    ]);
    const again = await made.evaluate("--no-log");
    expect(again.report.counts.cached).toBe(6);
    expect(made.server.asked).toHaveLength(12);
  });

  it("are read by the embedded reader too", async () => {
    const template =
      "id: colour\nmessages:\n  - role: system\n    content: |\n      - red: crimson\n      - blue: navy\n";
    const lines = Array.from({ length: 6 }, (_, at) =>
      JSON.stringify({
        id: `talk-${at + 1}`,
        messages: [
          { role: "user", content: `a crimson part ${at}`, assert: [{ type: "equals", value: "red" }] },
          { role: "user", content: `a navy part ${at}`, assert: [{ type: "equals", value: "blue" }] },
        ],
      }),
    );
    const metadata = labelMetadata("colour")
      .replace("- type: label", "- type: not-empty")
      .replace("label.accuracy", "assert.pass_rate")
      .replace(/input:\n[\s\S]*output:/, "input: { type: object, properties: {} }\noutput:");
    const root = writeTree(
      new Map([
        ["prompts/00-templates/colour.yaml", template],
        ["prompts/01-examples/colour/talks.jsonl", lines.join("\n")],
        ["prompts/03-metadata/colour.yaml", metadata],
        ["pipeline.config.yaml", OFFLINE_CONFIG],
      ]),
    );
    const { report } = evaluated(
      await runCommand("eval-runner", ["--root", root, "--task", "colour", "--json"]),
    );
    expect(report).toMatchObject({ verdict: "pass", score: 1, counts: { examples: 6, passed: 6 } });
  });
});
