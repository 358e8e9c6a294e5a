import { createScriptRunner } from "../../../evaluation/adapters/javascript-worker.ts";
import type { Judges } from "../../../evaluation/judging/judge.ts";
import { scorerTypes } from "../../../evaluation/scorers/catalogue.ts";
import type { ScorerType } from "../../../evaluation/scoring/scorer.ts";
import type { Prompt } from "../../../prompts/records/production-prompt.ts";
import type { Repository } from "../../../prompts/repository.ts";

/** Every type of scorer with what it needs of this repository: the files that it runs, the tools of the prompt, who judges. */
export function scorersWithPorts(
  { files }: Pick<Repository, "files">,
  { tools = [] }: Pick<Prompt, "tools">,
  judges?: Judges,
): ReadonlyMap<string, ScorerType> {
  const source = (path: string): string | undefined => {
    const bytes = files.read(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  const scripts = { source, run: createScriptRunner() };
  return scorerTypes({ scripts, tools, ...(judges === undefined ? {} : { judges }) });
}
