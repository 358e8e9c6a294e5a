import type { JsonObject } from "../../prompts/reading/json.ts";
import { GRADED_TYPES } from "../judging/graded-types.ts";
import type { Judges } from "../judging/judge.ts";
import { modelGraded } from "../judging/model-graded.ts";
import { similar } from "../judging/similar.ts";
import type { ScorerType } from "../scoring/scorer.ts";
import { contains } from "./contains.ts";
import { containsAll } from "./contains-all.ts";
import { containsAny } from "./contains-any.ts";
import { containsJson } from "./contains-json.ts";
import { cost } from "./cost.ts";
import { equals } from "./equals.ts";
import { fields } from "./fields.ts";
import { finishReason } from "./finish-reason.ts";
import { icontains } from "./icontains.ts";
import { icontainsAll } from "./icontains-all.ts";
import { icontainsAny } from "./icontains-any.ts";
import { isJson } from "./is-json.ts";
import { isRefusal } from "./is-refusal.ts";
import { isValidOpenAiToolsCall } from "./is-valid-openai-tools-call.ts";
import { javascript, type Scripts } from "./javascript.ts";
import { jsonPath } from "./json-path.ts";
import { label } from "./label.ts";
import { latency } from "./latency.ts";
import { levenshtein } from "./levenshtein.ts";
import { notEmpty } from "./not-empty.ts";
import { numeric } from "./numeric.ts";
import { regex } from "./regex.ts";
import { rougeN } from "./rouge-n.ts";
import { set } from "./set.ts";
import { startsWith } from "./starts-with.ts";
import { tokenF1 } from "./token-f1.ts";
import { tokens } from "./tokens.ts";
import { toolCallF1 } from "./tool-call-f1.ts";
import { wordCount } from "./word-count.ts";

/** What some types need besides the answer and the example. */
export interface ScorerPorts {
  /** Without it, `javascript` gives an error. */
  readonly scripts?: Scripts;
  /** Without it, what a model would judge gives an error. */
  readonly judges?: Judges;
  /** The tools of the prompt that is evaluated. */
  readonly tools?: readonly JsonObject[];
}

const TEXT = [
  equals,
  contains,
  icontains,
  containsAny,
  containsAll,
  icontainsAny,
  icontainsAll,
  startsWith,
  regex,
];
const WORDING = [levenshtein, rougeN, notEmpty, wordCount, isRefusal];
const STRUCTURE = [isJson, containsJson, jsonPath, toolCallF1];
const ANSWERS = [fields, numeric, label, set, tokenF1];
const BUDGET = [latency, cost, tokens, finishReason];

/** Every type of scorer by its name, with these ports. */
export function scorerTypes(ports: ScorerPorts = {}): ReadonlyMap<string, ScorerType> {
  const withPorts = [isValidOpenAiToolsCall(ports.tools ?? []), javascript(ports.scripts)];
  const judged = [similar(ports.judges), ...GRADED_TYPES.map((graded) => modelGraded(graded, ports.judges))];
  const own = [...TEXT, ...WORDING, ...STRUCTURE, ...ANSWERS, ...BUDGET];
  const all: readonly ScorerType[] = [...own, ...withPorts, ...judged];
  return new Map(all.map((one) => [one.type, one]));
}

/** For checking configurations and naming metrics, where nothing is scored. */
export const SCORER_TYPES: ReadonlyMap<string, ScorerType> = scorerTypes();
