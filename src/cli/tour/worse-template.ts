import { editYaml } from "../../prompts/adapters/yaml-edit.ts";
import { parseTemplateFile } from "../../prompts/yaml-formats.ts";

/**
 * A template with a friendly last message that carries no data: a mistake that people really make, which every check of
 * form lets through and which costs a reader of the last user message everything.
 */
export function withClosingMessage(text: string): string {
  const messages = parseTemplateFile("template", new TextEncoder().encode(text)).value?.messages ?? [];
  const message = { role: "user", content: "Thank you. Please answer in JSON." };
  return editYaml(text, [{ keys: ["messages", messages.length], value: message }]);
}
