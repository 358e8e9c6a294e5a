import { examplesFolder, metadataPath, templatePath } from "../../src/prompts/layout.ts";
import type { TreeChanges } from "./a-repository.ts";

/** Words of the parts that the examples are about, with the label of each. */
const WORDS = { red: ["crimson", "scarlet"], blue: ["navy", "azure"] } as const;

export interface LabelTaskParts {
  readonly id: string;
  readonly group?: string;
  readonly examples?: number;
  /** Further lines of metadata. */
  readonly more?: string;
}

export const labelTemplate = (id: string, wording = "Name the colour."): string => `id: ${id}
messages:
  - role: system
    content: |
      ${wording}
      - red: ${WORDS.red.join(", ")}
      - blue: ${WORDS.blue.join(", ")}
  - role: user
    content: "{{title}}"
`;

/** The last message carries no data: the embedded reader sees nothing, and every check of form passes. */
export const worseTemplate = (id: string): string =>
  `${labelTemplate(id)}  - role: user\n    content: "Thank you."\n`;

export const labelMetadata = (
  id: string,
  more = "",
): string => `# Ask the catalogue team before changing this.
task: ${id}
owners: ["@acme/parts"]
input:
  type: object
  properties:
    title: { type: string, minLength: 1 }
  required: [title]
output:
  type: string
  enum: [red, blue]
model: { provider: offline, name: reader-1, parameters: {} }
evaluation:
  scorers:
    - type: label
  metric: label.accuracy
  threshold: 0.8
  min_examples: 20
${more}`;

export function labelExamples(count: number): string {
  const kinds = [...WORDS.red.map((word) => [word, "red"]), ...WORDS.blue.map((word) => [word, "blue"])];
  return Array.from({ length: count }, (_, at) => {
    const [word, expected] = kinds[at % kinds.length] ?? [];
    return `${JSON.stringify({ id: `part-${at + 1}`, input: { title: `${word} part ${at + 1}` }, expected })}\n`;
  }).join("");
}

/** A ready task that the embedded reader answers without a fault, so that its evaluation passes. */
export function aLabelTask({ id, group, examples = 24, more }: LabelTaskParts): TreeChanges {
  const address = group === undefined ? { id } : { id, group };
  return {
    [templatePath(address)]: labelTemplate(id),
    [metadataPath(address)]: labelMetadata(id, more),
    [`${examplesFolder(address)}/parts.jsonl`]: labelExamples(examples),
  };
}

export const OFFLINE_CONFIG = `main_branch: main
providers:
  offline:
    kind: offline
    models:
      reader-1: { usd_per_mtok_in: 0, usd_per_mtok_out: 0 }
services:
  - name: shop
    tasks: ["*"]
    environments:
      - name: local
        target: local
`;

/** `OFFLINE_CONFIG` with a second provider, `acme`, that has a price, needs `OPENAI_API_KEY` and is asked at this address. */
export const configAsking = (url: string): string =>
  OFFLINE_CONFIG.replace(
    "services:",
    [
      "  acme:",
      "    kind: openai",
      "    key_env: OPENAI_API_KEY",
      `    base_url: ${url}`,
      "    models:",
      "      small-1: { usd_per_mtok_in: 1, usd_per_mtok_out: 2 }",
      "services:",
    ].join("\n"),
  );

/** Metadata of a label task that asks the model of `configAsking`. */
export const askingMetadata = (metadata: string): string =>
  metadata
    .replace("provider: offline, name: reader-1", "provider: acme, name: small-1")
    .replace(/^evaluation:$/m, "evaluation:\n  budget_usd: 1");
