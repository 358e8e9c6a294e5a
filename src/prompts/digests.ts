import { createHash } from "node:crypto";
import { canonicalJson } from "./adapters/canonical-json.ts";
import type { Example } from "./examples/example.ts";
import type { ScorerConfig } from "./metadata.ts";
import type { Prompt } from "./records/production-prompt.ts";
import { sha256 } from "./sha256.ts";

/**
 * What a prompt is, whatever it is called: SHA-256 of the canonical JSON of messages with fragments inlined, tools, model
 * and both schemas. Version, changelog and owners do not count.
 */
export function promptDigest(prompt: Prompt): string {
  const { messages, tools = [], tool_choice, model, input, output } = prompt;
  const choice = tool_choice === undefined ? {} : { tool_choice };
  return sha256(canonicalJson({ messages, tools, model, input, output, ...choice }));
}

/** Examples in the order of their files' names and lines; formatting does not count. */
export function datasetDigest(examples: readonly Example[]): string {
  const digest = createDatasetDigest();
  for (const example of examples) digest.add(example);
  return digest.hex();
}

/** The same for examples that come one at a time. */
export function createDatasetDigest(): { add(example: Example): void; hex(): string } {
  const hash = createHash("sha256");
  return {
    add: (example) => {
      hash.update(canonicalJson(example)).update("\n");
    },
    hex: () => hash.digest("hex"),
  };
}

/** `files`: SHA-256 by path of every judge prompt and scorer file that the configuration names. */
export function scorersDigest(
  scorers: readonly ScorerConfig[],
  files: Readonly<Record<string, string>>,
): string {
  return sha256(canonicalJson({ scorers, files }));
}

/** Two runs with the same evaluation digest measured the same thing; the evidence of one is the evidence of the other. */
export function evaluationDigest(parts: {
  readonly prompt: string;
  readonly dataset: string;
  readonly scorers: string;
  readonly repeats: number;
}): string {
  return sha256(canonicalJson(parts));
}
