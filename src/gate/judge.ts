import type { Asker } from "../evaluation/asker.ts";
import type { Evaluated } from "../evaluation/evaluate.ts";
import { metricTable } from "../evaluation/metrics.ts";
import type { Result } from "../evaluation/result.ts";
import type { RunEnd } from "../evaluation/run-examples.ts";
import type { ScorerConfig } from "../prompts/metadata.ts";
import { decide } from "./decide.ts";
import type { Arm, Decision, GateInput, GatePolicy } from "./decision.ts";

export interface NamedArm {
  readonly name: "candidate" | "baseline";
  readonly asker: Asker;
}

export interface Question {
  readonly phase: GateInput["phase"];
  readonly policy: GatePolicy;
  readonly scorers: readonly ScorerConfig[];
  readonly metric: string;
  /** How many examples were asked for. */
  readonly examples: number;
  readonly candidate: Asker;
  /** `citedScore`: what the baseline scored in the run that the registry cites. */
  readonly baseline?: { readonly asker: Asker; readonly version: string; readonly citedScore?: number };
  readonly invalid: readonly string[];
  readonly live?: GateInput["live"];
  readonly seed: number;
  /** Evaluates the arms; a fresh run takes nothing from the cache. */
  run(arms: readonly NamedArm[], fresh: boolean): Promise<Evaluated>;
}

export interface Judgement {
  readonly decision: Decision;
  readonly candidate: readonly Result[];
  readonly baseline?: readonly Result[];
  /** How the run ended that ended worst; anything but complete can be resumed. */
  readonly end: RunEnd;
  readonly wallMs: number;
}

/**
 * Evaluates and decides. A first run that passes decides alone; otherwise both arms are run once more, fresh, unless their
 * answers could only be the same again.
 */
export async function judge(question: Question): Promise<Judgement> {
  const arms = armsOf(question);
  const first = await question.run(arms, false);
  const decision = decide(inputOf(question, first));
  if (!needsConfirmation(question, first, decision)) return judgementOf(first, decision);
  const second = await question.run(arms, true);
  const confirmed = decide(inputOf(question, first, second.end.kind === "complete" ? second : undefined));
  return { ...judgementOf(first, confirmed), end: second.end, wallMs: first.wallMs + second.wallMs };
}

function armsOf({ candidate, baseline }: Question): readonly NamedArm[] {
  const arm: NamedArm = { name: "candidate", asker: candidate };
  return baseline === undefined ? [arm] : [arm, { name: "baseline", asker: baseline.asker }];
}

function needsConfirmation(question: Question, first: Evaluated, decision: Decision): boolean {
  if (question.baseline === undefined || first.end.kind !== "complete") return false;
  if (question.candidate.deterministic && question.baseline.asker.deterministic) return false;
  return decision.row >= 5 && decision.verdict !== "pass";
}

function inputOf(question: Question, first: Evaluated, second?: Evaluated): GateInput {
  const { phase, policy, invalid, live, seed, baseline } = question;
  const all = [first, second].flatMap((evaluated) => [...(evaluated?.results.values() ?? [])].flat());
  const arm = (evaluated: Evaluated, name: NamedArm["name"]): Arm =>
    armOf(question, evaluated.results.get(name) ?? [], all);
  const compared =
    baseline === undefined
      ? undefined
      : {
          arm: arm(first, "baseline"),
          version: baseline.version,
          ...(baseline.citedScore === undefined ? {} : { citedScore: baseline.citedScore }),
        };
  return {
    phase,
    policy,
    candidate: arm(first, "candidate"),
    ...(compared === undefined ? {} : { baseline: compared }),
    ...(second === undefined || compared === undefined
      ? {}
      : { confirmation: { candidate: arm(second, "candidate"), baseline: arm(second, "baseline") } }),
    invalid,
    ...(live === undefined ? {} : { live }),
    seed,
  };
}

/** `all`: every arm's results, so that the tables of all arms have the same columns. */
function armOf(
  { scorers, metric, examples }: Question,
  results: readonly Result[],
  all: readonly Result[],
): Arm {
  const errors = results.flatMap(({ error }) => error ?? []);
  return { table: metricTable(scorers, results, metric, all), examples, calls: results.length, errors };
}

function judgementOf(evaluated: Evaluated, decision: Decision): Judgement {
  const baseline = evaluated.results.get("baseline");
  return {
    decision,
    candidate: evaluated.results.get("candidate") ?? [],
    ...(baseline === undefined ? {} : { baseline }),
    end: evaluated.end,
    wallMs: evaluated.wallMs,
  };
}
