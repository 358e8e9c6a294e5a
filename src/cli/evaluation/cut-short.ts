import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";

export interface CutShort {
  readonly task: string;
  readonly version: string;
  readonly why: string;
  /** Whether users meet already what was being evaluated. */
  readonly hasTraffic: boolean;
}

/** A live evaluation that says nothing, because it did not end: exit 2, and who answers now. */
export function cutShort({ task, version, why, hasTraffic }: CutShort): Failure {
  const state = hasTraffic ? `users have ${version} already, unevaluated` : "no traffic was moved";
  const back = hasTraffic ? " `npm run rollback` takes it back instead." : "";
  return new Failure(`the live evaluation of ${task} did not end: ${why}; ${state}`, {
    exit: EXIT.usage,
    fix: `Run deploy again: it goes on with what was begun.${back}`,
  });
}
