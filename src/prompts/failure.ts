import type { ExitCode } from "./exit-code.ts";
import type { Problem } from "./problem.ts";

export interface FailureDetails {
  readonly exit: ExitCode;
  /** What to do, one sentence. */
  readonly fix: string;
  readonly problems?: readonly Problem[];
  readonly cause?: unknown;
}

/** A command cannot do its work, and knows why: a wrong flag, a missing setting, a service or disk that refused. */
export class Failure extends Error {
  readonly exit: ExitCode;
  readonly fix: string;
  readonly problems: readonly Problem[];

  constructor(message: string, details: FailureDetails) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = new.target.name;
    this.exit = details.exit;
    this.fix = details.fix;
    this.problems = details.problems ?? [];
  }
}
