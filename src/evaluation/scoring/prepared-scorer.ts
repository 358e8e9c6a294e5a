import type { ScorerConfig } from "../../prompts/metadata.ts";
import { JudgeFailure } from "../judging/judge.ts";
import type { ErrorClass, FinishReason } from "../request.ts";
import type { Score } from "../result.ts";
import { RunEnded } from "../running/run-ended.ts";
import { textOf } from "../scorers/expectation.ts";
import { parsePointer, valueAt } from "./json-pointer.ts";
import type { Finding, NoFinding, ScorerInput, ScorerType } from "./scorer.ts";
import { optionsOf } from "./scorer-checks.ts";
import { baseType, scorerName } from "./scorer-names.ts";

/** One entry of the configuration, ready to score. */
export interface PreparedScorer {
  readonly weight: number;
  /** Rejects with `ScorerFailure` where the type throws, with `RunEnded` where a judge can be asked no more. */
  score(input: ScorerInput): Promise<Score>;
}

/** A scorer threw: nobody knows what the answer is worth. */
export class ScorerFailure extends Error {
  /** `harness`, unless a model that judges could not be asked. */
  readonly errorClass: ErrorClass;

  constructor(scorer: string, cause: unknown) {
    super(`the scorer "${scorer}" failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
    this.name = "ScorerFailure";
    this.errorClass = cause instanceof JudgeFailure ? cause.errorClass : "harness";
  }
}

/** Adds to a type what all types share: `path`, `threshold`, `not-`, and that unfinished answers are worth 0. */
export function prepareScorer(config: ScorerConfig, types: ReadonlyMap<string, ScorerType>): PreparedScorer {
  const { base, isNegated } = baseType(config.type);
  const type = types.get(base);
  if (type === undefined) throw new Error(`unknown scorer type "${config.type}"`);
  const scorer = scorerName(config);
  const look = lookAt(config, type);
  const threshold = type.limitUnit === undefined ? (config.threshold ?? type.defaultThreshold) : 1;
  const score = async (input: ScorerInput): Promise<Score> => {
    try {
      return judge(scorer, await look(input), threshold, isNegated);
    } catch (error) {
      if (error instanceof RunEnded) throw error;
      throw new ScorerFailure(scorer, error);
    }
  };
  return { weight: config.weight ?? 1, score };
}

/** What a scorer found; `fails` says why the answer is worth 0 whatever was found. */
interface Look {
  readonly finding: Finding | NoFinding;
  readonly fails?: string;
}

const NOTHING_FOUND: Finding = { value: 0, why: "" };

function lookAt(config: ScorerConfig, type: ScorerType): (input: ScorerInput) => Promise<Look> {
  const find = type.prepare(optionsOf(config));
  const needsExpected = type.needsExpected && config["value"] === undefined;
  return async (input) => {
    if (needsExpected && input.example.expected === undefined) {
      return { finding: { unscored: true, why: "the example has no expected value" } };
    }
    const unfinished = type.judgesUnfinished === true ? undefined : UNFINISHED[input.answer.finishReason];
    const part = config.path === undefined ? input : partAt(input, config.path);
    if (unfinished === undefined && part !== undefined) return { finding: await find(part) };
    const nothing = { ...input, text: "", value: undefined };
    const finding =
      type.aggregates.length === 0 || type.isModelGraded === true ? NOTHING_FOUND : await find(nothing);
    return { finding, fails: unfinished ?? `the answer has nothing at ${config.path}` };
  };
}

/** Answers that ended so are worth nothing, and no error: the prompt or the model did it. */
const UNFINISHED: Readonly<Partial<Record<FinishReason, string>>> = {
  length: "the answer was cut off at the token limit",
  content_filter: "the answer was held back by the provider's content filter",
  refusal: "the model refused to answer",
};

function partAt(input: ScorerInput, path: string): ScorerInput | undefined {
  const value = valueAt(input.value, parsePointer(path) ?? []);
  return value === undefined ? undefined : { ...input, value, text: textOf(value) };
}

/** The one place where thresholds are applied; equal passes. A negated scorer has no counts. */
function judge(scorer: string, { finding, fails }: Look, threshold: number, isNegated: boolean): Score {
  if ("unscored" in finding) return { kind: "unscored", scorer, why: finding.why };
  const counts = finding.counts === undefined || isNegated ? {} : { counts: finding.counts };
  if (fails !== undefined) return { kind: "scored", scorer, value: 0, passed: false, why: fails, ...counts };
  const { value, why } = finding;
  if (!(value >= 0 && value <= 1)) throw new RangeError(`its value ${value} is not between 0 and 1`);
  const passed = value >= threshold !== isNegated;
  return { kind: "scored", scorer, value: isNegated ? 1 - value : value, passed, why, ...counts };
}
