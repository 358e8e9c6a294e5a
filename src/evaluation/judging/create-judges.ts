import type { JsonObject } from "../../prompts/reading/json.ts";
import type { Provider } from "../request.ts";
import type { Pace } from "../running/pace.ts";
import type { AnswerMemory, Outcome, RunLimits, Spending, Unit } from "../running/run.ts";
import { RunEnded } from "../running/run-ended.ts";
import { RunSession } from "../running/run-session.ts";
import type { Judge, JudgeCall, Judges } from "./judge.ts";

/** One question to one judge. */
export interface JudgeUnit extends Unit {
  readonly call: JudgeCall;
}

export interface JudgeRun {
  readonly limits: RunLimits;
  readonly pace: Pace;
  /** Its budget is that of the run whose answers are judged. */
  readonly spending?: Spending<JudgeUnit>;
  readonly memory?: AnswerMemory<JudgeUnit>;
  readonly signal?: AbortSignal;
  judgeOf(options: JsonObject): Judge;
  /** Made once a judge. */
  providerOf(judge: Judge): Promise<Provider>;
}

export interface OpenJudges extends Judges {
  close(): void;
}

/**
 * Judges that are asked as models are: with bounded, adapting concurrency, retries, a deadline, an outage that is noticed, a
 * memory and a budget. Each model is a lane of its own.
 */
export function createJudges(run: JudgeRun): OpenJudges {
  const { limits, pace, spending, memory, signal } = run;
  const session = new RunSession<JudgeUnit>({
    units: [],
    limits,
    pace,
    ...(spending === undefined ? {} : { spending }),
    ...(memory === undefined ? {} : { memory: ofUse(memory) }),
    ...(signal === undefined ? {} : { signal }),
    ask: async ({ call }, ended) => (await run.providerOf(call.judge)).ask(call.request, ended),
    settle: () => undefined,
  });
  return {
    judgeOf: (options) => run.judgeOf(options),
    ask: async (call): Promise<Outcome> => {
      const { provider, name } = call.judge.prompt.model;
      const arm = `judge ${provider}/${name}`;
      const outcome = await session.answer({
        arm,
        id: call.judge.prompt.id,
        repeat: call.vote,
        call,
      });
      if (outcome === undefined) throw new RunEnded(session.end);
      const error = outcome.reply.kind === "error" ? session.outageOf(arm) : undefined;
      if (error !== undefined) throw new RunEnded({ kind: "unjudged", judge: `${provider}/${name}`, error });
      return outcome;
    },
    close: () => void session.close(),
  };
}

/** A judge that said nothing of use is asked again by the next run. */
const ofUse = ({ recall, remember }: AnswerMemory<JudgeUnit>): AnswerMemory<JudgeUnit> => ({
  recall,
  remember: (unit, answer) => {
    if (unit.call.accepts(answer)) remember(unit, answer);
  },
});
