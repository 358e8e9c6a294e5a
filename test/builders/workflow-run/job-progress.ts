import type { Json, JsonObject } from "../../../src/prompts/reading/json.ts";
import type { ExpressionScope } from "./expression.ts";
import type { RunContext } from "./run-context.ts";
import type { StepEnd } from "./run-step.ts";
import type { Result, StepRun, Texts } from "./site.ts";

const NOTHING = { outputs: {}, log: "", annotations: [] } as const;

/** What the steps of a job have left behind so far, and what the next one sees of it. */
export class JobProgress {
  readonly done: StepRun[] = [];
  environment: Texts;
  paths: readonly string[] = [];
  summary = "";
  readonly #contexts: JsonObject;
  readonly #run: RunContext;
  /** A job that begins after the run was cancelled is not cancelled by that. */
  readonly #beganLate: boolean;
  readonly #steps: Record<string, Json> = {};
  #hasFailed = false;

  constructor(run: RunContext, contexts: JsonObject, environment: Texts) {
    this.#run = run;
    this.#contexts = contexts;
    this.#beganLate = run.signal.aborted;
    this.environment = environment;
  }

  get isCancelled(): boolean {
    return this.#run.signal.aborted && !this.#beganLate;
  }

  get result(): Result {
    if (this.isCancelled) return "cancelled";
    return this.#hasFailed ? "failure" : "success";
  }

  scope(): ExpressionScope {
    const { isCancelled, result } = this;
    const own = { env: this.environment, steps: this.#steps, job: { status: result } };
    const success = !this.#hasFailed && !isCancelled;
    return {
      contexts: { ...this.#contexts, ...own },
      status: { success, failure: this.#hasFailed, cancelled: isCancelled },
    };
  }

  addVariables(variables: Texts): void {
    this.environment = { ...this.environment, ...variables };
  }

  leaveOut(id: string, name: string): void {
    const outcome = this.#run.signal.aborted ? "cancelled" : "skipped";
    this.#note(id, { name, outcome, conclusion: outcome, ...NOTHING });
  }

  add(
    id: string,
    name: string,
    end: StepEnd,
    how: { readonly isStopped: boolean; readonly isTolerated: boolean },
  ): void {
    const outcome: Result = end.isGood ? "success" : how.isStopped ? "cancelled" : "failure";
    const conclusion = outcome === "failure" && how.isTolerated ? "success" : outcome;
    if (conclusion === "failure") this.#hasFailed = true;
    this.addVariables(end.environment);
    this.paths = [...end.paths, ...this.paths];
    this.summary += end.summary;
    const { outputs, log, annotations } = end;
    this.#note(id, { name, outcome, conclusion, outputs, log, annotations });
  }

  #note(id: string, step: StepRun): void {
    const { outputs, outcome, conclusion } = step;
    this.#steps[id] = { outputs, outcome, conclusion };
    this.done.push(step);
  }
}
