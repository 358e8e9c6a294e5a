import { writeYaml } from "../adapters/yaml-edit.ts";
import type { Json } from "../reading/json.ts";
import type { Prompt, PromptVersion } from "./production-prompt.ts";

const LOCKED = [
  "LOCKED: written by `npm run promote`, which recorded the SHA-256 of these bytes in prompt_registry.yaml.",
  "Change prompts/00-templates or prompts/03-metadata instead; a hand edit here is an error that `npm run validate` reports.",
  "yaml-language-server: $schema=SCHEMA",
];

/** The text of a locked file: equal prompts and versions give equal bytes. `path` decides where the schema is. */
export function renderProductionFile(prompt: Prompt, version: string, path: string): string {
  const up = "../".repeat(path.split("/").length - 1);
  const { id, messages, tools, tool_choice, model, input, output } = prompt;
  const value: PromptVersion = {
    id,
    version,
    messages,
    ...(tools === undefined ? {} : { tools }),
    ...(tool_choice === undefined ? {} : { tool_choice }),
    model,
    input,
    output,
  };
  const comment = LOCKED.join("\n").replace("SCHEMA", `${up}schemas/production.schema.json`);
  return writeYaml(value as unknown as Json, comment);
}
