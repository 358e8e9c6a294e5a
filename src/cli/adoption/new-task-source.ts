import { existsSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseCsvTable } from "../../prompts/adapters/csv-table.ts";
import type { PipelineConfig } from "../../prompts/config.ts";
import { withheldProblem } from "../../prompts/examples/withheld-problem.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { CONFIG_FILE, type TaskAddress } from "../../prompts/layout.ts";
import type { Metadata, Model } from "../../prompts/metadata.ts";
import { type NewTask, type NewTaskSettings, schemaFolder } from "../../prompts/new-task/new-task.ts";
import { newTaskFromCsv } from "../../prompts/new-task/new-task-from-csv.ts";
import { newTaskLike } from "../../prompts/new-task/new-task-like.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { RepositoryFiles } from "../../prompts/repository-files.ts";
import { readTask, type TaskFiles } from "../../prompts/task-files.ts";
import { isReady, namedTask } from "../evaluation/select-tasks.ts";
import type { CommandContext } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";

const COMMAND = { name: "new" };

/** The new task that the flags ask for. Throws `Failure` with exit 2 for flags and 3 for what they name. */
export function newTaskSource(
  context: CommandContext,
  repository: Repository,
  address: TaskAddress,
): NewTask {
  const like = context.flags.text("like");
  const model = like === undefined ? undefined : readyTask(repository, like);
  const from = context.flags.text("from");
  if (from !== undefined) return fromCsv({ context, repository, address, from }, model?.metadata);
  if (model === undefined)
    throw usage(COMMAND, "nothing says what to begin with", "Give --from data.csv or --like TASK.");
  const owners = context.flags.many("owner");
  return likeTask(repository, model, { address, owners, schemas: schemasOf(repository) });
}

const decoded = (files: RepositoryFiles, path: string): string => new TextDecoder().decode(files.read(path));

const schemasOf = ({ files }: Repository): string => schemaFolder(decoded(files, CONFIG_FILE));

interface ReadyFiles {
  readonly task: TaskFiles;
  readonly metadata: Metadata;
}

function readyTask(repository: Repository, id: string): ReadyFiles {
  const entry = namedTask(repository, id);
  const task = readTask(repository.files, entry);
  const metadata = task.metadata?.value;
  if (isReady(entry) && metadata !== undefined && task.problems.length === 0) return { task, metadata };
  throw new Failure(`${id} is not a ready task without problems; nothing was written`, {
    exit: EXIT.invalidContent,
    fix: `\`npm run validate -- --task ${id}\` says what it lacks.`,
    problems: task.problems,
  });
}

function likeTask(
  { files }: Repository,
  { task }: ReadyFiles,
  wanted: Omit<NewTaskSettings, "model">,
): NewTask {
  const { entry, exampleFiles } = task;
  const text = (path: string): string => decoded(files, path);
  return newTaskLike(
    {
      id: entry.address.id,
      template: text(entry.template ?? ""),
      metadata: text(entry.metadata ?? ""),
      examples: entry.examples.map((path, at) => ({
        fileName: basename(path),
        text: text(path),
        count: exampleFiles[at]?.examples.length ?? 0,
      })),
    },
    wanted,
  );
}

interface CsvWish {
  readonly context: CommandContext;
  readonly repository: Repository;
  readonly address: TaskAddress;
  readonly from: string;
}

function fromCsv({ context, repository, address, from }: CsvWish, like: Metadata | undefined): NewTask {
  const given = context.flags.many("owner");
  const owners = given.length > 0 ? given : (like?.owners ?? []);
  if (owners.length === 0)
    throw usage(COMMAND, "no owner is named", "Give --owner, for example --owner @acme/support.");
  const { table, problems } = parseCsvTable(from, bytesOf(from));
  const data = like?.data;
  const say = data === "personal" ? withheldProblem : (problem: Problem) => problem;
  if (table === undefined) throw unusable(from, problems.map(say));
  const made = newTaskFromCsv(from, table, {
    address,
    owners,
    model: like?.model ?? firstModel(repository.config),
    schemas: schemasOf(repository),
    ...(data === undefined ? {} : { data }),
  });
  if (made.task === undefined) throw unusable(from, made.problems.map(say));
  return made.task;
}

function bytesOf(path: string): Uint8Array {
  const file = resolve(path);
  if (existsSync(file)) return readFileSync(file);
  throw usage(COMMAND, `--from names ${path}, which does not exist`, "Give the path from where you are.");
}

/** The first that the configuration lists. */
function firstModel({ providers }: PipelineConfig): Model {
  for (const [provider, { models }] of Object.entries(providers)) {
    const [name] = Object.keys(models ?? {});
    if (name !== undefined) return { provider, name, parameters: {} };
  }
  throw new Failure("pipeline.config.yaml lists no model; nothing was written", {
    exit: EXIT.usage,
    fix: "List one with its prices under a provider, or give --like TASK.",
  });
}

const unusable = (path: string, problems: readonly Problem[]): Failure =>
  new Failure(`${path} makes no task; nothing was written`, {
    exit: EXIT.invalidContent,
    fix: "Correct it, then run again.",
    problems,
  });
