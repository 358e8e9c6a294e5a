import { createOfflineProvider } from "../../src/evaluation/offline/offline-provider.ts";
import type { Result } from "../../src/evaluation/result.ts";
import { computeMetrics } from "../../src/evaluation/scoring/metrics.ts";
import { prepareScorers } from "../../src/evaluation/scoring/scoring.ts";
import { createDiskFiles } from "../../src/prompts/adapters/disk-files.ts";
import type { Example } from "../../src/prompts/examples/example.ts";
import type { Metadata } from "../../src/prompts/metadata.ts";
import type { Problem } from "../../src/prompts/problem.ts";
import type { Prompt } from "../../src/prompts/records/production-prompt.ts";
import { renderMessages } from "../../src/prompts/rendering/render.ts";
import { readRepository } from "../../src/prompts/repository.ts";
import { assembleCandidate, readTask } from "../../src/prompts/task-files.ts";

/** The project's own folder, whose `prompts/` holds the sample content. */
export const PROJECT_ROOT = new URL("../..", import.meta.url).pathname;

export interface SampleTask {
  readonly prompt: Prompt;
  readonly metadata: Metadata;
  readonly examples: readonly Example[];
  readonly exampleFiles: readonly string[];
  readonly problems: readonly Problem[];
}

/** A task of a repository as its candidate; throws where template or metadata is missing. */
export function readSampleTask(id: string, root = PROJECT_ROOT): SampleTask {
  const repository = readRepository(createDiskFiles(root));
  const entry = repository.index.tasks.find((task) => task.address.id === id);
  if (entry === undefined) throw new Error(`no task ${id} in ${root}`);
  const { template, metadata, examples, problems } = readTask(repository.files, entry);
  if (template?.value === undefined || metadata?.value === undefined) throw new Error(`${id} is not ready`);
  return {
    prompt: assembleCandidate(template.value, metadata.value, repository.fragments),
    metadata: metadata.value,
    examples: examples.map((located) => located.example),
    exampleFiles: entry.examples,
    problems,
  };
}

/** What the offline reader does on every example, in their order. */
export async function evaluateSampleTask({
  prompt,
  metadata,
  examples,
}: SampleTask): Promise<readonly Result[]> {
  const provider = createOfflineProvider(() => 0);
  const score = prepareScorers(metadata.evaluation.scorers);
  const { model, output } = prompt;
  const results: Result[] = [];
  for (const example of examples) {
    const messages = renderMessages(prompt.messages, example.input);
    const reply = await provider.ask({ messages, model, output }, new AbortController().signal);
    if (reply.kind === "error") throw new Error(reply.message);
    const { scores } = await score(example, reply, null);
    results.push({
      id: example.id,
      repeat: 1,
      output: reply.text,
      scores,
      usage: null,
      costUsd: null,
      latencyMs: 0,
      cached: false,
      finishReason: "stop",
    });
  }
  return results;
}

/** The figure that the gate looks at. */
export function gateMetric({ metadata }: SampleTask, results: readonly Result[]): number {
  const { scorers, metric } = metadata.evaluation;
  return computeMetrics(scorers, results)[metric] ?? Number.NaN;
}
