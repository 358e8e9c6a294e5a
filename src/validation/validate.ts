import { mayNamePeople, withheldProblem } from "../prompts/examples/withheld-problem.ts";
import { compareProblems, type Problem } from "../prompts/problem.ts";
import type { Repository } from "../prompts/repository.ts";
import type { TaskEntry } from "../prompts/repository-index.ts";
import { indexArchive } from "./archive-index.ts";
import { REPOSITORY_CHECKS, TASK_CHECKS } from "./catalogue.ts";
import type { TaskContext } from "./check.ts";
import { misplacedArchive } from "./checks/archive.ts";
import { entriesToCheck, readTaskContext } from "./task-context.ts";

export interface ValidationCounts {
  readonly tasks: number;
  readonly ready: number;
  readonly drafts: number;
  readonly examples: number;
  readonly errors: number;
  readonly warnings: number;
}

export interface Validated {
  /** All problems, sorted by place. */
  readonly problems: readonly Problem[];
  readonly counts: ValidationCounts;
}

export interface Selection {
  /** Only these; without it all. What tasks share is always checked. */
  readonly tasks?: ReadonlySet<string>;
  /** `YYYY-MM-DD`, UTC: quarantines end. Without it none has ended. */
  readonly today?: string;
}

/** Reads and checks all files of the tasks: every problem in one run, none thrown. */
export function validateRepository(repository: Repository, { tasks, today }: Selection = {}): Validated {
  const isSelected = (task: string): boolean => tasks?.has(task) ?? true;
  const archive = indexArchive(repository.files);
  const shared: readonly Problem[] = [
    ...repository.problems,
    ...archive.misplaced.map(misplacedArchive),
    ...REPOSITORY_CHECKS.flatMap((check) => check({ repository, isSelected })),
  ];
  const checked = entriesToCheck(repository, archive)
    .filter(({ address }) => isSelected(address.id))
    .map((entry) => checkTask(readTaskContext(repository, entry, archive, today)));
  const problems = [shared, ...checked.map((task) => task.problems)].flat().sort(compareProblems);
  const listed = new Set(repository.index.tasks);
  return {
    problems,
    counts: countAll(
      checked.filter(({ entry }) => listed.has(entry)),
      problems,
    ),
  };
}

interface CheckedTask {
  readonly entry: TaskEntry;
  readonly examples: number;
  readonly problems: readonly Problem[];
}

function checkTask(context: TaskContext): CheckedTask {
  const { entry, examples, problems } = context.task;
  const found = TASK_CHECKS.flatMap((check) => check(context));
  return { entry, examples: examples.length, problems: [problems, sayable(context, found)].flat() };
}

/** What checks found in examples that may name people quotes nothing of them. */
function sayable({ task: { entry, metadata } }: TaskContext, found: readonly Problem[]): readonly Problem[] {
  if (!mayNamePeople(entry, metadata)) return found;
  const examples = new Set(entry.examples);
  return found.map((problem) => (examples.has(problem.file) ? withheldProblem(problem) : problem));
}

function countAll(tasks: readonly CheckedTask[], problems: readonly Problem[]): ValidationCounts {
  const ready = tasks.filter(({ entry }) => isReady(entry)).length;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return {
    tasks: tasks.length,
    ready,
    drafts: tasks.length - ready,
    examples: tasks.reduce((sum, { examples }) => sum + examples, 0),
    errors,
    warnings: problems.length - errors,
  };
}

/** Template, metadata and examples are there. */
const isReady = (entry: TaskEntry): boolean =>
  entry.template !== undefined && entry.metadata !== undefined && entry.examples.length > 0;
