import { compareProblems, type Problem } from "../prompts/problem.ts";
import type { Repository } from "../prompts/repository.ts";
import { indexArchive } from "./archive-index.ts";
import { REPOSITORY_CHECKS, TASK_CHECKS } from "./catalogue.ts";
import type { TaskContext } from "./check.ts";
import { misplacedArchive } from "./checks/archive.ts";
import { entriesToCheck, readTaskContext } from "./task-context.ts";
import { type TaskFacts, taskFacts } from "./task-facts.ts";

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
  /** One for each task, by id. */
  readonly facts: readonly TaskFacts[];
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
  const listed = new Set(repository.index.tasks.map(({ address }) => address.id));
  const facts = checked.map((task) => task.facts).filter(({ task }) => listed.has(task));
  return { problems, counts: countAll(facts, problems), facts };
}

function checkTask(context: TaskContext): {
  readonly problems: readonly Problem[];
  readonly facts: TaskFacts;
} {
  const found = TASK_CHECKS.flatMap((check) => check(context));
  return { problems: [context.task.problems, found].flat(), facts: taskFacts(context) };
}

function countAll(facts: readonly TaskFacts[], problems: readonly Problem[]): ValidationCounts {
  const ready = facts.filter((task) => task.ready).length;
  const errors = problems.filter(({ severity }) => severity === "error").length;
  return {
    tasks: facts.length,
    ready,
    drafts: facts.length - ready,
    examples: facts.reduce((sum, { examples }) => sum + examples, 0),
    errors,
    warnings: problems.length - errors,
  };
}
