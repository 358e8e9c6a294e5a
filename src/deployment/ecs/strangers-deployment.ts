import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { ADOPTED_TAG } from "./definition-marks.ts";
import type { EcsPlace } from "./ecs-ports.ts";

/** Somebody else's deployment is never touched: exit 7. */
export function strangersDeployment(place: Pick<EcsPlace, "key">, name: string): Failure {
  return new Failure(
    `${name} has the service of ${place.key}, which this pipeline did not deploy; it was left as it is`,
    {
      exit: EXIT.conflict,
      fix: `Put the service back, or accept it as the new starting point: aws ecs tag-resource --resource-arn <ARN of ${name}> --tags key=${ADOPTED_TAG},value=true.`,
    },
  );
}
