import type { RunEnd } from "./run.ts";

/** A call that belongs to a run cannot be made any more: the run ends as the end says, without settling the unit. */
export class RunEnded extends Error {
  readonly end: RunEnd;

  constructor(end: RunEnd) {
    super(`the run ended: ${end.kind}`);
    this.name = "RunEnded";
    this.end = end;
  }
}
