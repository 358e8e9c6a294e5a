import type { PromptVersion } from "../../src/prompts/records/production-prompt.ts";
import { aMetadata } from "./metadata.ts";
import { aTemplate } from "./template.ts";

export function aProductionPrompt(overrides: Partial<PromptVersion> = {}): PromptVersion {
  const { id, messages } = aTemplate();
  const { model, input, output } = aMetadata();
  return { id, version: "1.0.0", messages, model, input, output, ...overrides };
}
