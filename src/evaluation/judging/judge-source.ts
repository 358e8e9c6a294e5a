import type { Metadata } from "../../prompts/metadata.ts";
import type { Prompt } from "../../prompts/records/production-prompt.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { TaskEntry } from "../../prompts/repository-index.ts";
import { assembleCandidate, readTask } from "../../prompts/task-files.ts";
import type { JudgeSource } from "./resolve-judge.ts";

/** The judges of a repository, for a task whose metadata this is. Prompts are read once. */
export function judgeSource(repository: Repository, { model }: Pick<Metadata, "model">): JudgeSource {
  const { tasks } = repository.index;
  const read = new Map<string, Prompt | undefined>();
  return {
    config: repository.config,
    taskModel: model,
    taskIds: tasks.map(({ address }) => address.id),
    promptOf: (id) => {
      if (read.has(id)) return read.get(id);
      const entry = tasks.find(({ address }) => address.id === id);
      const prompt = entry === undefined ? undefined : judgePrompt(repository, entry);
      read.set(id, prompt);
      return prompt;
    },
  };
}

/** The locked prompt where there is one, so that a judge changes when its task is promoted; else the candidate. */
function judgePrompt({ files, fragments }: Repository, entry: TaskEntry): Prompt | undefined {
  const { production, template, metadata } = readTask(files, entry, { examples: false });
  if (entry.production !== undefined) return production?.value;
  if (template?.value === undefined || metadata?.value === undefined) return undefined;
  return assembleCandidate(template.value, metadata.value, fragments);
}
