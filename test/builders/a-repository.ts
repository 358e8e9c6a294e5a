import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promptDigest } from "../../src/prompts/digests.ts";
import { AUDIT_FILE, archivePath, CONFIG_FILE, REGISTRY_FILE, reportPath } from "../../src/prompts/layout.ts";
import { renderProductionFile } from "../../src/prompts/records/production-file.ts";
import type { PromptVersion } from "../../src/prompts/records/production-prompt.ts";
import { EMPTY_REGISTRY_TEXT, editRegistryText } from "../../src/prompts/records/registry-file.ts";
import { sha256 } from "../../src/prompts/sha256.ts";
import { aDigest } from "./digest.ts";
import { aReport } from "./report.ts";

/** Files by path; null takes one away. */
export type TreeChanges = Readonly<Record<string, string | Uint8Array | null>>;
export type Tree = ReadonlyMap<string, string | Uint8Array>;

export const PATHS = {
  template: "prompts/00-templates/support_reply.yaml",
  fragment: "prompts/00-templates/fragments/tone.md",
  examples: "prompts/01-examples/support_reply/questions.jsonl",
  production: "prompts/02-production/support_reply.yaml",
  metadata: "prompts/03-metadata/support_reply.yaml",
  archived: "prompts/99-archive/support_reply/1.0.0.yaml",
  report: "prompts/04-evals/support_reply/run-2/report.json",
  config: CONFIG_FILE,
  registry: REGISTRY_FILE,
  audit: AUDIT_FILE,
} as const;

export const TEMPLATE = `id: support_reply
messages:
  - role: system
    content: |
      Answer in one sentence.
      {{> tone}}
  - role: user
    content: "{{question}}"
`;

export const METADATA = `task: support_reply
owners: ["@acme/support"]
input:
  type: object
  properties:
    question: { type: string, minLength: 1 }
    language: { type: string }
  required: [question]
  additionalProperties: false
output: { type: string }
model: { provider: acme, name: small-1, parameters: { temperature: 0 } }
evaluation:
  scorers:
    - type: equals
  metric: equals.pass_rate
  threshold: 0.8
  min_examples: 20
`;

const CONFIG = `main_branch: main
providers:
  acme:
    kind: openai
    key_env: ACME_KEY
    models:
      small-1: { usd_per_mtok_in: 1, usd_per_mtok_out: 2 }
`;

export const exampleLine = (number: number): string =>
  JSON.stringify({ id: `question-${number}`, input: { question: `Number ${number}?` }, expected: "Yes." });

export const exampleLines = (count: number): string =>
  Array.from({ length: count }, (_, at) => `${exampleLine(at + 1)}\n`).join("");

/** A ready task that has no problem: `support_reply`, with a fragment and 24 examples. */
export function aRepository(changes: TreeChanges = {}): Tree {
  return withChanges(
    new Map([
      [PATHS.template, TEMPLATE],
      [PATHS.fragment, "Be kind.\n"],
      [PATHS.examples, exampleLines(24)],
      [PATHS.metadata, METADATA],
      [PATHS.config, CONFIG],
    ]),
    changes,
  );
}

/** The same with 1.1.0 in production on a cited run, and 1.0.0 in the archive. */
export function aRepositoryInProduction(changes: TreeChanges = {}): Tree {
  const [before, now] = [
    version("1.0.0", "Answer."),
    version("1.1.0", "Answer in one sentence.\nBe kind.\n"),
  ];
  const [beforeText, nowText] = [textOf(before), textOf(now)];
  const report = JSON.stringify(
    aReport({
      run_id: "run-2",
      score: 0.95,
      digests: { ...aReport().digests, prompt: promptDigest(now), evaluation: aDigest("d") },
    }),
  );
  const registry = editRegistryText(EMPTY_REGISTRY_TEXT, {
    tasks: {
      support_reply: {
        production: {
          version: "1.1.0",
          sha256: sha256(nowText),
          prompt_digest: promptDigest(now),
          evidence: {
            kind: "run",
            run_id: "run-2",
            report_sha256: sha256(report),
            evaluation_digest: aDigest("d"),
          },
        },
        versions: [
          { version: "1.0.0", prompt_digest: promptDigest(before), status: "verified" },
          { version: "1.1.0", prompt_digest: promptDigest(now), status: "promoted" },
        ],
      },
    },
  });
  const promoted = {
    [PATHS.metadata]: `${METADATA}version: "1.1.0"\n`,
    [PATHS.production]: nowText,
    [archivePath({ id: "support_reply" }, "1.0.0")]: beforeText,
    [reportPath({ id: "support_reply" }, "run-2")]: report,
    [PATHS.registry]: registry,
  };
  return withChanges(aRepository(promoted), changes);
}

function version(name: string, system: string): PromptVersion {
  return {
    id: "support_reply",
    version: name,
    messages: [
      { role: "system", content: system },
      { role: "user", content: "{{question}}" },
    ],
    model: { provider: "acme", name: "small-1", parameters: { temperature: 0 } },
    input: {
      type: "object",
      properties: { question: { type: "string", minLength: 1 }, language: { type: "string" } },
      required: ["question"],
      additionalProperties: false,
    },
    output: { type: "string" },
  };
}

const textOf = (prompt: PromptVersion): string =>
  renderProductionFile(prompt, prompt.version, PATHS.production);

export function withChanges(tree: Tree, changes: TreeChanges): Tree {
  const result = new Map(tree);
  for (const [path, content] of Object.entries(changes)) {
    if (content === null) result.delete(path);
    else result.set(path, content);
  }
  return result;
}

/** A tree in which one piece of one text file is another; throws where the piece is not there. */
export function edited(tree: Tree, path: string, from: string, to: string): Tree {
  const text = tree.get(path);
  if (typeof text !== "string" || !text.includes(from)) throw new Error(`${path} does not contain ${from}`);
  return withChanges(tree, { [path]: text.replace(from, () => to) });
}

/** The tree as files in a new temporary folder, whose path is returned. */
export function writeTree(tree: Tree): string {
  const root = mkdtempSync(join(tmpdir(), "repository-"));
  for (const [path, content] of tree) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  return root;
}
