import { isJsonObject } from "../../prompts/reading/json.ts";
import { renderMessages } from "../../prompts/rendering/render.ts";
import type { Request } from "../request.ts";
import { fence } from "./fence.ts";
import type { Judge } from "./judge.ts";
import { MATERIAL, type MaterialName } from "./material.ts";

/** What a judge's prompt is given: those of the known names that it declares as inputs. */
export function shownMaterial({ prompt }: Judge): readonly MaterialName[] {
  const declared = isJsonObject(prompt.input["properties"]) ? prompt.input["properties"] : {};
  return (Object.keys(MATERIAL) as readonly MaterialName[]).filter((name) => Object.hasOwn(declared, name));
}

/** The request for a verdict, every piece of material fenced. Throws `MissingInput` for a placeholder that is no input. */
export function verdictRequest({ prompt }: Judge, material: Readonly<Record<string, string>>): Request {
  const { model, output, tools, tool_choice } = prompt;
  return {
    messages: renderMessages(prompt.messages, fence(material)),
    ...(tools === undefined ? {} : { tools }),
    ...(tool_choice === undefined ? {} : { tool_choice }),
    model,
    output,
  };
}

/** The request for the similarity of one text with others: each text is a message. */
export function similarityRequest({ prompt }: Judge, texts: readonly string[]): Request {
  return {
    messages: texts.map((content) => ({ role: "user", content })),
    model: prompt.model,
    output: prompt.output,
  };
}
