import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import type { WritePlan } from "../../prompts/file-change.ts";
import { sha256 } from "../../prompts/sha256.ts";
import { type GitWishes, gitStep } from "../git-step.ts";
import type { Freeze } from "../records/freezes.ts";
import { type Acting, stateChanges } from "../records/state-changes.ts";
import type { TreeText } from "../tree-text.ts";

export interface FreezeRequest extends GitWishes {
  readonly service: string;
  readonly environment: string;
  /** ISO 8601; not after `acting.at` ends the freeze. */
  readonly until: string;
  readonly reason: string;
  /** What holds there now. */
  readonly active?: Freeze;
  readonly acting: Acting;
}

/** Undefined where the environment is as wanted already. */
export function planFreeze(tree: TreeText, request: FreezeRequest): WritePlan | undefined {
  const { service, environment, until, reason, active, acting } = request;
  const isEnding = Date.parse(until) <= Date.parse(acting.at);
  const isAsWanted = isEnding ? active === undefined : active?.until === until && active.reason === reason;
  if (isAsWanted) return undefined;
  const facts = { service, environment, until, reason, active: active ?? null };
  const operation = `freeze-${sha256(canonicalJson(facts)).slice(0, 24)}`;
  const place = `${service}/${environment}`;
  const subject = isEnding ? `the freeze of ${place} is over` : `${place} until ${until}`;
  return {
    operation,
    summary: `${isEnding ? "ending the freeze of" : "freezing"} ${place}`,
    changes: stateChanges(tree, operation, {
      acting,
      registry: {},
      audit: [{ phase: "done", action: "freeze", service, environment, reason, details: { until } }],
    }),
    ...gitStep(request, { message: `freeze: ${subject}\n\n${reason}` }),
  };
}
