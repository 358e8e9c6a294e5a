import { lookUntil } from "../../evaluation/running/look-until.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { EcsPorts } from "./ecs-ports.ts";

const FIRST_MS = 1000;
const LONGEST_MS = 15_000;

/**
 * Looks until `ended` gives something, longer from look to look. Undefined once the time is over. Throws `Failure` with exit 6
 * when the command was asked to stop.
 */
export function awaitEnd<T>(
  { pace, isStopped }: EcsPorts,
  withinMs: number,
  ended: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const afterWait = (): void => {
    if (isStopped())
      throw new Failure("it was stopped while ECS was at work", {
        exit: EXIT.unhealthy,
        fix: "Run the command again: it looks where ECS is and goes on.",
      });
  };
  return lookUntil({ pace, firstMs: FIRST_MS, longestMs: LONGEST_MS, withinMs, afterWait }, ended);
}
