import type { PipelineConfig } from "../../prompts/config.ts";
import { CONFIG_FILE } from "../../prompts/layout.ts";
import type { Model, ScorerConfig } from "../../prompts/metadata.ts";
import { nearestName } from "../../prompts/nearest-name.ts";
import { isJsonObject, type JsonObject } from "../../prompts/reading/json.ts";
import type { Prompt } from "../../prompts/records/production-prompt.ts";
import { lookUpPrice } from "../running/price.ts";
import type { ConfigProblem } from "../scoring/scorer.ts";
import { optionsOf } from "../scoring/scorer-checks.ts";
import { baseType } from "../scoring/scorer-names.ts";
import { type GradedType, graded, SIMILAR } from "./graded-types.ts";
import type { Judge } from "./judge.ts";
import { judgeModel } from "./judge-model.ts";
import { MATERIAL } from "./material.ts";
import { metaPrompt } from "./meta-prompt.ts";

/** What judges are found in. */
export interface JudgeSource {
  readonly config: PipelineConfig;
  /** Of the task whose answers are judged: it judges too where an entry names no other. */
  readonly taskModel: Model;
  readonly taskIds: readonly string[];
  /** What a task would be asked: its production prompt, else its candidate. Undefined where it has neither. */
  promptOf(task: string): Prompt | undefined;
}

export type FoundJudge =
  | { readonly kind: "judge"; readonly judge: Judge }
  | { readonly kind: "problem"; readonly problem: ConfigProblem };

export const isJudged = ({ type }: Pick<ScorerConfig, "type">): boolean =>
  typeof type === "string" && (baseType(type).base === SIMILAR || graded(baseType(type).base) !== undefined);

/** Who judges for an entry, or why nobody can. The entry must be `isJudged`. */
export function resolveJudge(config: ScorerConfig, source: JudgeSource): FoundJudge {
  const options = optionsOf(config);
  const type = graded(baseType(config.type).base);
  const found =
    type === undefined
      ? similarityJudge(options)
      : options["judge"] === undefined
        ? builtInJudge(type, options, source)
        : taskJudge(type, String(options["judge"]), options, source);
  return found.kind === "problem" ? found : (modelProblem(found.judge, options, source) ?? found);
}

function similarityJudge(options: JsonObject): FoundJudge {
  const model = judgeModel(options, undefined);
  if (model === undefined)
    return problem(
      [],
      "similar names no embedding model",
      "Write `provider` and `model`, for example provider: openai, model: text-embedding-3-small.",
    );
  const prompt = { id: SIMILAR, messages: [], model, input: {}, output: { type: "array" } };
  return { kind: "judge", judge: { kind: "similarity", prompt } };
}

function builtInJudge(type: GradedType, options: JsonObject, { taskModel }: JudgeSource): FoundJudge {
  const model = judgeModel(options, taskModel);
  if (model === undefined)
    return problem(
      ["provider"],
      `${type.type} names a provider without a model`,
      "Add `model`, or write both in one: provider: acme:large-1.",
    );
  return { kind: "judge", judge: { kind: "verdict", prompt: metaPrompt(type, model) } };
}

function taskJudge(type: GradedType, id: string, options: JsonObject, source: JudgeSource): FoundJudge {
  const contradicting = ["provider", "model", "parameters"].find((name) => options[name] !== undefined);
  if (contradicting !== undefined)
    return problem(
      [contradicting],
      `${type.type} names both \`judge\` and \`${contradicting}\``,
      "Keep one of them: a judge task brings its own model.",
    );
  const prompt = source.promptOf(id);
  if (prompt === undefined) return unknownTask(id, source);
  return unfitTask(type, id, prompt) ?? { kind: "judge", judge: { kind: "verdict", prompt } };
}

function unknownTask(id: string, { taskIds }: JudgeSource): FoundJudge {
  const exists = taskIds.includes(id);
  const near = nearestName(id, taskIds);
  const write = "Add its template and metadata under prompts/, or leave `judge` out for the built-in text.";
  return problem(
    ["judge"],
    exists ? `the judge task "${id}" has no prompt that can be used` : `there is no judge task "${id}"`,
    exists || near === undefined ? write : `Did you mean "${near}"?`,
  );
}

/** A judge task is given material and must be able to say a verdict. */
function unfitTask({ kind }: GradedType, id: string, { input, output }: Prompt): FoundJudge | undefined {
  const inputs = isJsonObject(input["properties"]) ? Object.keys(input["properties"]) : [];
  const names = Object.keys(MATERIAL);
  if (!inputs.includes("output"))
    return problem(["judge"], `the judge task "${id}" has no input "output"`, inputFix(names));
  const required = Array.isArray(input["required"]) ? input["required"].map(String) : [];
  const strange = required.find((name) => !names.includes(name));
  if (strange !== undefined)
    return problem(["judge"], `the judge task "${id}" requires the input "${strange}"`, inputFix(names));
  const figure = kind === "category" ? "category" : "score";
  const said = isJsonObject(output["properties"]) ? Object.keys(output["properties"]) : [];
  const missing = ["reason", figure].find((name) => !said.includes(name));
  return missing === undefined
    ? undefined
    : problem(
        ["judge"],
        `the answers of the judge task "${id}" have no "${missing}"`,
        `Give its output schema the properties reason and ${figure}, and no other.`,
      );
}

const inputFix = (names: readonly string[]): string =>
  `A judge is given ${names.join(", ")}: declare output and those of the others that its template uses.`;

function modelProblem(
  { prompt }: Judge,
  options: JsonObject,
  { config }: JudgeSource,
): FoundJudge | undefined {
  const { provider, name } = prompt.model;
  const isNamed = (option: string): readonly string[] => (options[option] === undefined ? [] : [option]);
  const at = [...isNamed("judge"), ...isNamed("provider")].slice(0, 1);
  const configured = Object.hasOwn(config.providers, provider) ? config.providers[provider] : undefined;
  if (configured === undefined) {
    const near = nearestName(provider, Object.keys(config.providers));
    const fix = near === undefined ? "Add it there, or name another." : `Did you mean "${near}"?`;
    return problem(at, `the judge's provider "${provider}" is not in ${CONFIG_FILE}`, fix);
  }
  if (configured.kind === "offline")
    return problem(
      at,
      `the judge is "${name}" of the provider "${provider}", which is no language model and cannot judge`,
      "Name one that can (`provider` and `model`, or a `judge` task that has one), or use a scorer that needs none.",
    );
  const price = lookUpPrice(config, prompt.model);
  if (price.kind === "priced") return undefined;
  const place = options["model"] === undefined ? at : ["model"];
  return problem(place, `the judge's ${price.found}`, price.fix);
}

const problem = (path: readonly string[], found: string, fix: string): FoundJudge => ({
  kind: "problem",
  problem: { path, found, fix },
});
