import type { EvalReport } from "../evaluation/report.ts";
import type { Problem } from "../prompts/problem.ts";
import type { RegistryTask } from "../prompts/records/registry.ts";
import type { Repository } from "../prompts/repository.ts";
import type { TaskFiles } from "../prompts/task-files.ts";
import type { ArchivedTask } from "./archive-index.ts";
import type { ReadTexts } from "./read-texts.ts";

/** What a check of one task may look at. What could not be read is absent; why is reported already. */
export interface TaskContext {
  readonly repository: Repository;
  readonly task: TaskFiles;
  /** Text of every file of the task that was read, by path. */
  readonly texts: ReadTexts;
  /** The registry's block of the task. */
  readonly registered?: RegistryTask;
  readonly archived: ArchivedTask;
  /** The run that the registry cites for the production version. */
  readonly cited?: CitedReport;
  /** `YYYY-MM-DD`, UTC; absent where no day is asked about, so that none has passed. */
  readonly today?: string;
}

export interface CitedReport {
  readonly path: string;
  /** Of the bytes of report.json. */
  readonly sha256: string;
  /** Absent where the file is no report. */
  readonly report?: EvalReport;
}

/** What a check of the whole repository may look at. */
export interface RepositoryContext {
  readonly repository: Repository;
  /** Whether a task's own matters are asked for. */
  isSelected(task: string): boolean;
}

export type TaskCheck = (context: TaskContext) => readonly Problem[];
export type RepositoryCheck = (context: RepositoryContext) => readonly Problem[];
