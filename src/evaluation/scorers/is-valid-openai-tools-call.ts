import { compileSchema } from "../../prompts/adapters/json-schema.ts";
import { isJsonObject, type Json, type JsonObject, ownProperty } from "../../prompts/reading/json.ts";
import type { ConfigProblem, ScorerType } from "../scoring/scorer.ts";
import { binaryFinding, firstFew } from "./finding.ts";
import { mustBeSchema } from "./option-problems.ts";
import { calledArguments, calledName, toolCallsOf } from "./tool-calls.ts";

/**
 * The answer calls tools, at least one, and each call is of OpenAI's form, names a known tool and has arguments that fit
 * the tool's `parameters`. The tools are the option `tools` or the prompt's own; without any, only the form is judged.
 * After promptfoo 0.121 `is-valid-openai-tools-call`.
 */
export function isValidOpenAiToolsCall(promptTools: readonly JsonObject[]): ScorerType {
  return {
    type: "is-valid-openai-tools-call",
    needsExpected: false,
    defaultThreshold: 1,
    options: ["tools"],
    aggregates: [],
    check: checkTools,
    prepare: (options) => {
      const tools = Array.isArray(options["tools"]) ? toolTable(options["tools"]) : toolTable(promptTools);
      return (input) => {
        const calls = toolCallsOf(input);
        if (calls === undefined || calls.length === 0)
          return binaryFinding(false, "the answer calls no tool");
        const faults = calls.flatMap((call) => faultsOf(call, tools));
        return binaryFinding(
          faults.length === 0,
          faults.length === 0 ? "valid tool calls" : firstFew(faults),
        );
      };
    },
  };
}

/** Schemas of arguments by the tool's name. */
type ToolTable = ReadonlyMap<string, JsonObject>;

function toolTable(tools: readonly Json[]): ToolTable {
  return new Map(
    tools.flatMap((tool) => {
      const name = calledName(tool);
      return name === undefined ? [] : [[name, parametersOf(tool)] as const];
    }),
  );
}

function parametersOf(tool: Json): JsonObject {
  const declared = isJsonObject(tool) ? ownProperty(tool, "function") : undefined;
  const parameters = isJsonObject(declared) ? ownProperty(declared, "parameters") : undefined;
  return isJsonObject(parameters) ? parameters : {};
}

function faultsOf(call: Json, tools: ToolTable): readonly string[] {
  const name = calledName(call);
  if (name === undefined || !isJsonObject(call) || call["type"] !== "function")
    return ["a call without a function's name"];
  const schema = tools.get(name);
  if (tools.size > 0 && schema === undefined) return [`there is no tool "${name}"`];
  const given = calledArguments(call);
  if (!isJsonObject(given)) return [`${name}: the arguments are not a JSON object`];
  if (schema === undefined) return [];
  return compileSchema(schema)(given).map(
    (fault) => `${name}: ${["", ...fault.keys].join("/")} ${fault.wanted}`,
  );
}

function checkTools(options: JsonObject): readonly ConfigProblem[] {
  const tools = options["tools"];
  if (tools === undefined) return [];
  const fix = "Write tools as in the template: {type: function, function: {name, parameters}}.";
  if (!Array.isArray(tools)) return [{ path: ["tools"], found: "the tools are no list", fix }];
  return (tools as readonly Json[]).flatMap((tool, index) => {
    if (calledName(tool) === undefined)
      return [{ path: ["tools", index], found: "a tool without a name", fix }];
    const problems = mustBeSchema("parameters")({ parameters: parametersOf(tool) });
    return problems.map((problem) => ({ ...problem, path: ["tools", index, "function", ...problem.path] }));
  });
}
