import type { ExitCode } from "../prompts/exit-code.ts";

/** Why a task is not promoted, archived or rolled back: what was found and what to do. Nothing was changed. */
export interface Refusal {
  readonly task: string;
  readonly exit: ExitCode;
  readonly found: string;
  readonly fix: string;
}
