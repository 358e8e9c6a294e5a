import type { CallError, Reply } from "../../src/evaluation/request.ts";
import type { Pace } from "../../src/evaluation/running/pace.ts";
import {
  DEFAULT_RUN_LIMITS,
  type Outcome,
  type Run,
  type RunLimits,
  type Unit,
} from "../../src/evaluation/running/run.ts";
import { runExamples } from "../../src/evaluation/running/run-examples.ts";
import { createVirtualPace } from "./virtual-pace.ts";

export function aCallError(overrides: Partial<CallError> = {}): CallError {
  return { kind: "error", class: "provider_transient", message: "overloaded", status: 503, ...overrides };
}

/** `count` units `e1`, `e2`, ... of one arm. */
export function units(count: number, arm = "candidate"): readonly Unit[] {
  return Array.from({ length: count }, (_, at) => ({ arm, id: `e${at + 1}`, repeat: 1 }));
}

export interface ScriptedRun {
  readonly units?: Iterable<Unit>;
  readonly limits?: Partial<RunLimits>;
  readonly pace?: Pace & { readonly waits: readonly number[] };
  readonly spending?: Run<Unit>["spending"];
  readonly memory?: Run<Unit>["memory"];
  readonly signal?: AbortSignal;
  readonly settle?: Run<Unit>["settle"];
  /** `call` counts from 1 over the whole run, `attempt` from 1 for the unit. */
  answer(asked: {
    readonly unit: Unit;
    readonly call: number;
    readonly attempt: number;
  }): Reply | Promise<Reply>;
}

/** A run against a provider that follows a script on a virtual clock, with a record of everything that happened. */
export async function runScripted(script: ScriptedRun) {
  const pace = script.pace ?? createVirtualPace();
  const asked: Unit[] = [];
  const outcomes = new Map<string, Outcome>();
  const attempts = new Map<string, number>();
  let running = 0;
  let mostAtOnce = 0;
  const end = await runExamples<Unit>({
    units: script.units ?? units(10),
    limits: { ...DEFAULT_RUN_LIMITS, ...script.limits },
    pace,
    ...(script.spending === undefined ? {} : { spending: script.spending }),
    ...(script.memory === undefined ? {} : { memory: script.memory }),
    ...(script.signal === undefined ? {} : { signal: script.signal }),
    ask: async (unit) => {
      const key = keyOf(unit);
      attempts.set(key, (attempts.get(key) ?? 0) + 1);
      asked.push(unit);
      running += 1;
      mostAtOnce = Math.max(mostAtOnce, running);
      try {
        return await script.answer({ unit, call: asked.length, attempt: attempts.get(key) ?? 1 });
      } finally {
        running -= 1;
      }
    },
    settle: async (unit, outcome) => {
      outcomes.set(keyOf(unit), outcome);
      await script.settle?.(unit, outcome);
    },
  });
  const deadline = script.limits?.callTimeoutMs ?? DEFAULT_RUN_LIMITS.callTimeoutMs;
  const retryWaits = pace.waits.filter((wait) => wait > 0 && wait !== deadline);
  return { end, asked, outcomes, pace, mostAtOnce, retryWaits };
}

export function keyOf(unit: Unit): string {
  return `${unit.arm}/${unit.id}/${unit.repeat}`;
}

/** A reply that comes after that long on the virtual clock. */
export function later(pace: Pace, milliseconds: number, reply: Reply): Promise<Reply> {
  return new Promise((resolve) => pace.after(milliseconds, () => resolve(reply)));
}
