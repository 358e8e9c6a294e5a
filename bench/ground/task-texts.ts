import type { Example } from "../../src/prompts/examples/example.ts";
import type { Prompt } from "../../src/prompts/records/production-prompt.ts";

const TOPICS = ["delivery", "invoices", "returns", "warranty", "accounts", "spare parts", "opening hours"];

export const taskId = (number: number): string => `support_reply_${String(number).padStart(4, "0")}`;

const wordsOf = (number: number, words: string): string =>
  `You answer questions of customers about ${TOPICS[number % TOPICS.length]} (desk ${number}). ${words}`;

/** The prompt of a task as its template and metadata make it, with a schema of its own; `words` tell versions apart. */
export function promptOf(number: number, words: string): Prompt {
  return {
    id: taskId(number),
    messages: [
      { role: "system", content: wordsOf(number, words) },
      { role: "user", content: "Language: {{language}}\n{{question}}" },
    ],
    model: { provider: "acme", name: "small-1", parameters: { temperature: 0 } },
    input: {
      type: "object",
      properties: {
        question: { type: "string", minLength: 1, maxLength: 1_000 + number },
        language: { enum: ["de", "en"] },
      },
      required: ["question", "language"],
      additionalProperties: false,
    },
    output: { type: "string" },
  };
}

export function templateText(number: number, words: string): string {
  return `# yaml-language-server: $schema=../../schemas/template.schema.json
id: ${taskId(number)}
description: One sentence for a customer.
messages:
  - role: system
    content: "${wordsOf(number, words)}"
  - role: user
    content: "Language: {{language}}\\n{{question}}"
`;
}

export function metadataText(number: number, version: string | undefined): string {
  return `# yaml-language-server: $schema=../../schemas/metadata.schema.json
task: ${taskId(number)}
description: Answers a customer in one sentence.
owners: ["@acme/support"]
tags: [support, desk_${number}]
input:
  type: object
  properties:
    question: { type: string, minLength: 1, maxLength: ${1_000 + number} }
    language: { enum: [de, en] }
  required: [question, language]
  additionalProperties: false
output: { type: string }
model: { provider: acme, name: small-1, parameters: { temperature: 0 } }
evaluation:
  scorers:
    - type: equals
  metric: equals.pass_rate
  threshold: 0.8
  min_examples: 20
${version === undefined ? "" : `version: "${version}"\nchangelog:\n  - { version: "${version}", date: "2026-01-31", change: first words }\n`}`;
}

/** Examples that all have the same right answer. */
export function examplesOf(count: number): readonly Example[] {
  return Array.from({ length: count }, (_, at) => ({
    id: `question-${at + 1}`,
    input: {
      question: `Order ${100_000 + at} was sent ${at % 30} days ago. Is it still on its way, and who tells me when it arrives?`,
      language: at % 2 === 0 ? "de" : "en",
    },
    expected: "Yes.",
    tags: ["orders", `week-${at % 52}`],
    description: "As a customer wrote it, names and numbers replaced.",
  }));
}

/** The same as lines of some 300 bytes. */
export function exampleLines(count: number): string {
  return examplesOf(count)
    .map((example) => `${JSON.stringify(example)}\n`)
    .join("");
}

export function configText(port: number): string {
  return `main_branch: main
providers:
  acme:
    kind: openai
    base_url: http://127.0.0.1:${port}/v1
    models:
      small-1: { usd_per_mtok_in: 1, usd_per_mtok_out: 2 }
services:
  - name: prompt-service
    tasks: ["*"]
    environments:
      - { name: local, target: local }
`;
}
