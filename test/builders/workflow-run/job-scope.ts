import type { JsonObject } from "../../../src/prompts/reading/json.ts";
import type { Workflow } from "../../workflows/workflow-file.ts";
import type { ExpressionScope } from "./expression.ts";
import { githubContext, type RunContext } from "./run-context.ts";
import type { ConcurrencyGroup, JobRun, Permissions, Result, Texts } from "./site.ts";
import type { WorkflowSource } from "./workflow-source.ts";

/** One workflow of a run: the one that was started, or one that a job calls. */
export interface CalledWorkflow {
  readonly run: RunContext;
  readonly workflow: Workflow;
  /** Where it was read, and where it finds what it calls. */
  readonly source: WorkflowSource;
  /** `caller / ` for a called one. */
  readonly prefix: string;
  readonly inputs: JsonObject;
  readonly secrets: Texts;
  /** What the calling job may do; undefined for the workflow that was started. */
  readonly cap: Permissions | undefined;
  readonly groups: readonly ConcurrencyGroup[];
  readonly kept: readonly JobRun[];
}

/** What later jobs see of an earlier one. */
export interface Ended {
  readonly result: Result;
  readonly outputs: Texts;
  /** Whether this attempt ran it, and did not only keep what an earlier one did. */
  readonly isRun?: boolean;
}

/** As the contexts `needs` and `jobs` have it. */
export const contextOf = (ended: ReadonlyMap<string, Ended>, names: readonly string[]): JsonObject =>
  Object.fromEntries(
    names.map((name) => {
      const { result = "skipped", outputs = {} } = ended.get(name) ?? {};
      return [name, { result, outputs }];
    }),
  );

/** What an expression outside of steps sees. */
export function scopeOf(
  { run, inputs, secrets }: CalledWorkflow,
  ended: ReadonlyMap<string, Ended>,
  ancestors: readonly string[],
  needs: readonly string[] = [],
): ExpressionScope {
  const results = ancestors.map((name) => ended.get(name)?.result ?? "skipped");
  const cancelled = run.signal.aborted;
  const github = githubContext(run, { id: "", token: "", workspace: "" });
  return {
    contexts: {
      github,
      inputs,
      secrets,
      needs: contextOf(ended, needs),
      vars: run.site.variables ?? {},
      matrix: {},
      strategy: {},
    },
    status: {
      success: !cancelled && results.every((result) => result === "success"),
      failure: results.includes("failure"),
      cancelled,
    },
  };
}
