import type { JsonObject } from "../../prompts/reading/json.ts";
import type { Prompt } from "../../prompts/records/production-prompt.ts";
import type { Answer, ErrorClass, Request } from "../request.ts";
import type { Outcome } from "../running/run.ts";

/** Who judges: a prompt with its model. `similarity` has no words of its own: an embedding model compares texts. */
export interface Judge {
  readonly kind: "verdict" | "similarity";
  readonly prompt: Prompt;
}

export interface JudgeCall {
  readonly judge: Judge;
  readonly request: Request;
  /** From 1: equal questions of one vote are one question. */
  readonly vote: number;
  /** Whether the answer is of use; what is not is never remembered. */
  accepts(answer: Answer): boolean;
}

/** The port of model-graded scorers. */
export interface Judges {
  /** Whoever judges for an entry. Throws `JudgeFailure` for what validation reports. */
  judgeOf(options: JsonObject): Judge;
  /** What became of the call after its retries. Throws `RunEnded` where the run ended before, or the judge is gone. */
  ask(call: JudgeCall): Promise<Outcome>;
}

/** What judging one answer used. */
export interface JudgeSpend {
  /** US dollars; null where a judge does not say what it used. */
  readonly usd: number | null;
  readonly tokens_in: number;
  readonly tokens_out: number;
}

/** The judge could not be asked, or said nothing that is a verdict: the answer is then unscored. */
export class JudgeFailure extends Error {
  readonly errorClass: ErrorClass;

  constructor(errorClass: ErrorClass, message: string) {
    super(message);
    this.name = "JudgeFailure";
    this.errorClass = errorClass;
  }
}
