import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";

/** A deployment that is not wanted any more could not be taken away: nobody knows what answers, and a person has to look. */
export class NotTakenAway extends Failure {
  constructor(detail: string, cause?: unknown) {
    super(detail, {
      exit: EXIT.unhealthy,
      fix: "Look at the service by hand; deploy or roll back again once it answers.",
      cause,
    });
  }
}
