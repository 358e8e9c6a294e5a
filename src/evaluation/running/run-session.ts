import type { CallError, Reply } from "../request.ts";
import { AdaptiveLimit } from "./concurrency.ts";
import { Lane } from "./lane.ts";
import { OpenWaits } from "./open-waits.ts";
import { mayRetry, retryWaitMs } from "./retry.ts";
import type { Outcome, Run, RunEnd, Unit } from "./run.ts";
import { RunEnded } from "./run-ended.ts";

/** Units between two pauses that let signals and timers through, however fast answers come. */
const UNITS_PER_BREATH = 32;

interface ArmState {
  readonly lane: Lane;
  readonly waits: OpenWaits;
}

/** The state that the workers of one run share. */
export class RunSession<U extends Unit> {
  readonly #run: Run<U>;
  readonly #units: Iterator<U>;
  readonly #limit: AdaptiveLimit;
  readonly #arms = new Map<string, ArmState>();
  readonly #breath: OpenWaits;
  readonly #onAbort = (): void => this.#stop({ kind: "stopped" });
  #end: RunEnd | undefined;
  #failure: { readonly cause: unknown } | undefined;
  #settled = 0;

  constructor(run: Run<U>) {
    this.#run = run;
    this.#units = run.units[Symbol.iterator]();
    this.#limit = new AdaptiveLimit(run.limits.concurrency);
    this.#breath = new OpenWaits(run.pace);
    run.signal?.addEventListener("abort", this.#onAbort);
    if (run.signal?.aborted === true) this.#onAbort();
  }

  /** Takes units one after the other until there are none or the run ends. */
  async work(): Promise<void> {
    try {
      for (let unit = this.#next(); unit !== undefined; unit = this.#next()) {
        const outcome = await this.answer(unit);
        if (outcome === undefined) return;
        await this.#run.settle(unit, outcome);
        this.#settled += 1;
        if (this.#settled % UNITS_PER_BREATH === 0) await this.#breath.pause(0);
      }
    } catch (cause) {
      if (cause instanceof RunEnded) this.#stop(cause.end);
      else this.#fail(cause);
    }
  }

  /** What becomes of one unit; undefined where the run ended before. */
  async answer(unit: U): Promise<Outcome | undefined> {
    return this.#run.answered?.(unit) ?? this.#recall(unit) ?? (await this.#askUnit(unit));
  }

  /** Why an arm is not asked any more; undefined while it is. */
  outageOf(arm: string): CallError | undefined {
    return this.#arms.get(arm)?.lane.closed;
  }

  /** How the run ended, as far as it did. */
  get end(): RunEnd {
    return this.#end ?? { kind: "complete" };
  }

  /** After all workers: how the run ended. Throws what a worker threw. */
  close(): RunEnd {
    this.#run.signal?.removeEventListener("abort", this.#onAbort);
    if (this.#failure !== undefined) throw this.#failure.cause;
    return this.end;
  }

  #fail(cause: unknown): void {
    this.#failure ??= { cause };
    this.#stop({ kind: "stopped" });
  }

  #next(): U | undefined {
    if (this.#end !== undefined) return undefined;
    const step = this.#units.next();
    return step.done === true ? undefined : step.value;
  }

  #recall(unit: U): Outcome | undefined {
    const reply = this.#run.memory?.recall(unit);
    return reply === undefined ? undefined : { reply, cached: true, costUsd: null };
  }

  async #askUnit(unit: U): Promise<Outcome | undefined> {
    const arm = this.#armOf(unit.arm);
    const { attempts } = this.#run.limits;
    await arm.lane.enter();
    for (let attempt = 1; ; attempt += 1) {
      if (arm.lane.closed !== undefined) return { reply: arm.lane.closed, cached: false, costUsd: null };
      const outcome = await this.#attempt(unit, arm.waits);
      arm.lane.open();
      if (outcome === undefined) return undefined;
      const { reply } = outcome;
      if (reply.kind === "error" && this.#end !== undefined) return undefined;
      if (reply.kind === "answer" || !mayRetry(reply, attempt, attempts))
        return this.#conclude(unit, arm, outcome);
      await arm.waits.pause(retryWaitMs(reply, attempt, this.#run.pace.random()));
    }
  }

  #conclude(unit: U, arm: ArmState, outcome: Outcome): Outcome | undefined {
    const { reply } = outcome;
    if (reply.kind === "error" && (reply.status === 401 || reply.status === 403)) {
      this.#stop({ kind: "refused", arm: unit.arm, error: reply });
      return undefined;
    }
    arm.lane.record(reply);
    if (arm.lane.closed !== undefined) arm.waits.wake();
    if (reply.kind === "answer") this.#run.memory?.remember(unit, reply);
    return outcome;
  }

  /** One call within the limit; undefined where the run ended or the budget cannot hold it. */
  async #attempt(unit: U, waits: OpenWaits): Promise<Outcome | undefined> {
    const permit = await this.#limit.acquire();
    let sawRateLimit = false;
    try {
      if (this.#end !== undefined) return undefined;
      const outcome = await this.#pay(unit, waits);
      sawRateLimit = outcome?.reply.kind === "error" && outcome.reply.status === 429;
      return outcome;
    } finally {
      this.#limit.release(permit, sawRateLimit);
    }
  }

  async #pay(unit: U, waits: OpenWaits): Promise<Outcome | undefined> {
    const { spending } = this.#run;
    if (spending === undefined) return { reply: await this.#call(unit, waits), cached: false, costUsd: null };
    const { budget } = spending;
    const bound = spending.upperBoundUsd(unit);
    if (!(await budget.reserve(bound))) {
      this.#stop({ kind: "budget", spentUsd: budget.spentUsd, limitUsd: budget.limitUsd });
      return undefined;
    }
    const reply = await this.#call(unit, waits);
    const cost = reply.kind === "answer" ? spending.costUsd(unit, reply) : undefined;
    budget.settle(bound, cost ?? (mayHaveCost(reply) ? bound : 0));
    return { reply, cached: false, costUsd: cost ?? null };
  }

  #call(unit: U, waits: OpenWaits): Promise<Reply> {
    return waits.call(this.#run.limits.callTimeoutMs, (signal) => this.#run.ask(unit, signal));
  }

  #stop(end: RunEnd): void {
    this.#end ??= end;
    for (const { lane, waits } of this.#arms.values()) {
      waits.stop();
      lane.open();
    }
  }

  #armOf(name: string): ArmState {
    const known = this.#arms.get(name);
    if (known !== undefined) return known;
    const arm = { lane: new Lane(this.#run.limits.outageAfter), waits: new OpenWaits(this.#run.pace) };
    this.#arms.set(name, arm);
    return arm;
  }
}

/** A call that ended without a readable answer may have been billed all the same. */
function mayHaveCost(reply: Reply): boolean {
  return reply.kind === "answer" || reply.class === "malformed_response" || reply.timedOut === true;
}
