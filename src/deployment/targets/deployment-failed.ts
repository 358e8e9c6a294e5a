import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";

/** A deployment that did not come up. Whoever throws it has taken away what was started; what ran before still does. */
export class DeploymentFailed extends Failure {
  constructor(detail: string, cause?: unknown) {
    super(detail, { exit: EXIT.unhealthy, fix: "Look at the detail, mend it and deploy again.", cause });
  }
}
