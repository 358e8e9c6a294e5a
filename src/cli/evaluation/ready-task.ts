import { judgeDigests } from "../../evaluation/judging/judge-digests.ts";
import { leanExample } from "../../evaluation/lean-example.ts";
import type { Digests } from "../../evaluation/report.ts";
import type { Counting } from "../../evaluation/scoring/counted-results.ts";
import { scorerFiles } from "../../evaluation/scoring/scorer-files.ts";
import { gatePolicy } from "../../gate/policy.ts";
import type { PromotionCandidate } from "../../lifecycle/candidate.ts";
import { readRuns } from "../../lifecycle/evidence/evidence.ts";
import {
  createDatasetDigest,
  datasetDigest,
  evaluationDigest,
  promptDigest,
  scorersDigest,
} from "../../prompts/digests.ts";
import type { Example } from "../../prompts/examples/example.ts";
import { readExamples } from "../../prompts/examples/examples-file.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Metadata } from "../../prompts/metadata.ts";
import { compareProblems } from "../../prompts/problem.ts";
import { readOnce } from "../../prompts/reading/read-once.ts";
import type { Prompt } from "../../prompts/records/production-prompt.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { TaskEntry } from "../../prompts/repository-index.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { assembleCandidate, readTask, type TaskFiles } from "../../prompts/task-files.ts";
import { validateRepository } from "../../validation/validate.ts";
import { todayUtc } from "../frame/today.ts";

/** A task without a problem: everything that can be evaluated or promoted of it. */
export interface ReadyTask {
  readonly task: TaskFiles;
  readonly metadata: Metadata;
  readonly candidate: Prompt;
  readonly examples: readonly Example[];
  /** Of all examples, as they are written. */
  readonly datasetDigest: string;
  /** SHA-256 of each file that a scorer runs, by path, and of each prompt that judges, by its scorer. */
  readonly scorerFiles: Readonly<Record<string, string>>;
}

/** Reads tasks after validating them, the same bytes. Throws `Failure` with exit 3 and all problems when there is an error. */
export function readReadyTasks(found: Repository, entries: readonly TaskEntry[]): readonly ReadyTask[] {
  const repository = requireValid(found, entries);
  return entries.map((entry) => {
    const task = readTask(repository.files, entry);
    return readyOf(repository, task, datasetOf(task));
  });
}

/**
 * The same with no more of the examples than a run needs (`leanExample`): of many, what else there is of a line goes
 * before the next one comes. The digest is that of the whole dataset; `task` has no examples.
 */
export function readLeanTasks(found: Repository, entries: readonly TaskEntry[]): readonly ReadyTask[] {
  const repository = requireValid(found, entries);
  return entries.map((entry) => {
    const task = readTask(repository.files, entry, { examples: false });
    return readyOf(repository, task, readLeanDataset(repository, entry));
  });
}

function requireValid(found: Repository, entries: readonly TaskEntry[]): Repository {
  const repository = { ...found, files: readOnce(found.files) };
  const tasks = new Set(entries.map(({ address }) => address.id));
  const { problems } = validateRepository(repository, { tasks, today: todayUtc() });
  const errors = problems.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return repository;
  throw new Failure(
    `${errors.length} ${errors.length === 1 ? "problem" : "problems"} in the files; nothing was evaluated or changed`,
    {
      exit: EXIT.invalidContent,
      fix: "Correct them, then run again.",
      problems: [...errors].sort(compareProblems),
    },
  );
}

/**
 * What measuring a promoted version needs: metadata, examples and that version. What the author has drafted since then does
 * not matter. Throws `Failure` with exit 3 where metadata or examples cannot be used.
 */
export function readMeasurableTask(
  repository: Repository,
  entry: TaskEntry,
  version: (ready: Pick<ReadyTask, "task" | "metadata">) => Prompt,
): ReadyTask {
  const task = readTask(repository.files, entry);
  const problems = [
    ...(task.metadata?.problems ?? []),
    ...task.exampleFiles.flatMap((file) => file.problems),
  ];
  const metadata = task.metadata?.value;
  if (metadata === undefined || problems.length > 0 || task.examples.length === 0) {
    throw new Failure(`the examples of ${entry.address.id} cannot be used; nothing was deployed`, {
      exit: EXIT.invalidContent,
      fix: "Correct its metadata and examples, then run again.",
      problems,
    });
  }
  return {
    task,
    metadata,
    candidate: version({ task, metadata }),
    ...datasetOf(task),
    scorerFiles: scorerDigests(repository, metadata),
  };
}

type Dataset = Pick<ReadyTask, "examples" | "datasetDigest">;

function readyOf(repository: Repository, task: TaskFiles, dataset: Dataset): ReadyTask {
  const [template, metadata] = [task.template?.value, task.metadata?.value];
  if (template === undefined || metadata === undefined || dataset.examples.length === 0) {
    throw new Failure(`${task.entry.address.id} is a draft; nothing was evaluated or changed`, {
      exit: EXIT.invalidContent,
      fix: "Give it a template, metadata and examples.",
    });
  }
  const candidate = assembleCandidate(template, metadata, repository.fragments);
  return { task, metadata, candidate, ...dataset, scorerFiles: scorerDigests(repository, metadata) };
}

function datasetOf({ examples: located }: TaskFiles): Dataset {
  const examples = located.map(({ example }) => example);
  return { examples, datasetDigest: datasetDigest(examples) };
}

function readLeanDataset({ files }: Repository, entry: TaskEntry): Dataset {
  const examples: Example[] = [];
  const digest = createDatasetDigest();
  for (const path of entry.examples) {
    readExamples(path, files.read(path) ?? new Uint8Array(), (example) => {
      digest.add(example);
      examples.push(leanExample(example));
    });
  }
  return { examples, datasetDigest: digest.hex() };
}

/** SHA-256 of each file that a task's scorers run, by path, and of each prompt that judges, by its scorer. */
export function scorerDigests(repository: Repository, metadata: Metadata): ReadyTask["scorerFiles"] {
  const paths = scorerFiles(metadata.evaluation.scorers);
  const files = paths.map((path) => [path, sha256(repository.files.read(path) ?? "")] as const);
  return { ...Object.fromEntries(files), ...judgeDigests(repository, metadata) };
}

/** What an evaluation of this prompt on the task's examples is, as digests. `repeats` are the task's unless given. */
export function digestsOf(ready: ReadyTask, prompt: Prompt, repeats?: number): Digests {
  const { metadata } = ready;
  const parts = {
    prompt: promptDigest(prompt),
    dataset: ready.datasetDigest,
    scorers: scorersDigest(metadata.evaluation.scorers, ready.scorerFiles),
  };
  return {
    ...parts,
    evaluation: evaluationDigest({ ...parts, repeats: repeats ?? metadata.evaluation.repeats ?? 1 }),
  };
}

/** Which rows of the task's own evaluation count on a day. */
export const countingOf = ({ metadata, examples }: ReadyTask, today: string): Counting => ({
  examples,
  metric: metadata.evaluation.metric,
  repeats: metadata.evaluation.repeats ?? 1,
  today,
});

export function promotionCandidate(repository: Repository, ready: ReadyTask): PromotionCandidate {
  const { task, metadata, candidate } = ready;
  return {
    task,
    metadata,
    prompt: candidate,
    digests: digestsOf(ready, candidate),
    registered: repository.registry.tasks[metadata.task],
    runs: readRuns(repository.files, task.entry.address),
    policy: gatePolicy(metadata.evaluation, repository.config.gate),
    counting: countingOf(ready, todayUtc()),
  };
}
