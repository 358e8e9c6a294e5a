import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Holder } from "./environment-state.ts";

/** Somebody who waits for nobody took the environment: the command stops at this step and leaves it to them. */
export class Overtaken extends Failure {
  readonly by: Holder | undefined;

  constructor(place: string, by: Holder | undefined) {
    const why =
      by === undefined
        ? "the branch pipeline-state does not say any more who has it: it was deleted or rewritten"
        : `superseded by ${whoIs(by)}`;
    super(`${why}; nothing more was done on ${place}`, {
      exit: EXIT.conflict,
      fix: "Look at `npm run status`; deploy again when it may go on.",
    });
    this.by = by;
  }
}

/** `rollback of Ada ("why")`, for people. */
export function whoIs(holder: Holder | undefined): string {
  if (holder === undefined) return "somebody else";
  const { kind, actor, reason } = holder;
  return `${kind} of ${actor}${reason === undefined ? "" : ` (${JSON.stringify(reason)})`}`;
}
