import { EXIT, type ExitCode } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";
import type { PromptVersion } from "../prompts/records/production-prompt.ts";

/** A prompt version as it was loaded; digests are computed from the loaded bytes. */
export interface CarriedPrompt {
  readonly prompt: PromptVersion;
  readonly digest: string;
}

export interface CarriedTask {
  /** The version that answers where a request names none; absent for a retired task. */
  readonly current?: string;
  /** Versions that `find` knows. */
  readonly versions: readonly string[];
  find(version: string): CarriedPrompt | undefined;
  /** Versions that existed and are not served any more. */
  readonly gone: ReadonlySet<string>;
}

/** Everything that the service answers from. */
export interface Carried {
  readonly service: string;
  /** 0 where a repository is served and not a release. */
  readonly release: number;
  /** Computed from the loaded bytes, never taken from what a file or the environment claims. */
  readonly image: string;
  /** Sorted by task. */
  readonly tasks: ReadonlyMap<string, CarriedTask>;
  /** Files whose bytes are not the ones that were released: such a service tells the truth, and is never ready. */
  readonly changedFiles: readonly string[];
}

/** A folder or setting that no service can start from, and nothing was started. */
export class UnusableSource extends Failure {
  constructor(found: string, fix: string, exit: ExitCode = EXIT.invalidContent) {
    super(found, { exit, fix });
  }
}
