import type { Carried, CarriedPrompt } from "./carried-prompts.ts";
import { jsonResponse, type ServiceResponse } from "./exchange.ts";

/** `{"prompts":[{"task","version","prompt_digest","versions"}]}`, retired tasks left out. */
export function promptListResponse(carried: Carried): ServiceResponse {
  const prompts = [...carried.tasks].flatMap(([task, { current, versions, find }]) => {
    const answering = current === undefined ? undefined : find(current);
    return answering === undefined
      ? []
      : [{ task, version: answering.prompt.version, prompt_digest: answering.digest, versions }];
  });
  return jsonResponse(200, { prompts });
}

/** One prompt version, placeholders still open, with the versions that could be asked for instead. */
export function promptResponse(carried: Carried, { prompt, digest }: CarriedPrompt): ServiceResponse {
  const { id, version, messages, tools, tool_choice, model, input, output } = prompt;
  const versions = carried.tasks.get(id)?.versions ?? [version];
  return jsonResponse(200, {
    task: id,
    version,
    prompt_digest: digest,
    versions,
    messages,
    tools,
    tool_choice,
    model,
    input,
    output,
  });
}
