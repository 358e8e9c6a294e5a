import { EXIT } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";
import type { WritePlan } from "../prompts/file-change.ts";
import { SCRATCH_FOLDER } from "../prompts/layout.ts";

/** A file is neither what the plan saw nor what it wants to write: somebody changed it in between. */
export class StaleTree extends Failure {
  constructor(path: string, doing: string) {
    super(`${path} changed while ${doing}; nothing more was written`, {
      exit: EXIT.conflict,
      fix: `Look at the file. Put back what it was and run the command again, or give up what was begun: remove ${SCRATCH_FOLDER}/journal/ and restore the files from git.`,
    });
  }
}

/** Another command is writing to this repository. */
export class RepositoryLocked extends Failure {
  constructor(holder: string) {
    super(`another command is writing to this repository (${holder}); nothing was changed`, {
      exit: EXIT.conflict,
      fix: "Wait for it to end and run the command again.",
    });
  }
}

/** The disk would not take it: full, read-only, broken. */
export class StateNotStored extends Failure {
  constructor(path: string, cause: unknown) {
    super(`${path} could not be stored: ${cause instanceof Error ? cause.message : String(cause)}`, {
      exit: EXIT.notStored,
      fix: "Make room or give write permission, then run the command again: it completes what was begun.",
      cause,
    });
  }
}

/** The port that makes a plan's changes happen whole or not at all. */
export interface WriteStore {
  /** Plans that a killed command left behind, oldest first. */
  unfinished(): readonly WritePlan[];
  /** Takes away what killed commands had half written, and gives the paths. Only while no other command writes. */
  tidy(): readonly string[];
  /** Runs while no other command writes. Throws `RepositoryLocked`. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** Records the plan, then makes its changes. A plan that was half done is completed. Throws `StaleTree`, `StateNotStored`. */
  write(plan: WritePlan): void;
  /** Whether every file is still what the plan wrote, so that it can be undone. */
  isWritten(plan: WritePlan): boolean;
  /** Puts back what the files of a written plan were before it. The plan stays until it is closed. */
  undo(plan: WritePlan): void;
  /** Forgets a plan whose git steps are done too, or one that was undone. */
  close(plan: WritePlan): void;
}
