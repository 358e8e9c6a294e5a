import { isJsonObject, type Json, type JsonObject } from "../../../src/prompts/reading/json.ts";
import { objectAt, textAt, type Workflow } from "../../workflows/workflow-file.ts";
import { asText } from "./expression.ts";
import type { Texts } from "./site.ts";

type Event = "workflow_call" | "workflow_dispatch";

/** The `inputs` of a workflow, defaults put in. Throws for an unknown, a missing, or an ill-typed one. */
export function inputsOf(workflow: Workflow, event: Event, given: JsonObject): JsonObject {
  const defined = objectAt(objectAt(workflow.events, event), "inputs");
  refuseUnknown(workflow, "input", Object.keys(given), Object.keys(defined));
  return Object.fromEntries(
    Object.entries(defined).map(([name, settings]) => {
      const input = isJsonObject(settings) ? settings : {};
      return [name, inputValue(`${workflow.path}: input ${name}`, input, given[name])];
    }),
  );
}

function inputValue(what: string, input: JsonObject, given: Json | undefined): Json {
  const type = textAt(input, "type") || "string";
  const isMissing = given === undefined || (given === "" && input["default"] !== undefined);
  const value = isMissing ? (input["default"] ?? (type === "boolean" ? false : "")) : given;
  if (isMissing && input["required"] === true) throw new Error(`${what} is required`);
  switch (type) {
    case "boolean":
      if (value === true || value === "true") return true;
      if (value === false || value === "false" || value === "") return false;
      throw new Error(`${what} is no boolean: ${asText(value)}`);
    case "number":
      return Number(value);
    case "choice": {
      const options = input["options"];
      if (Array.isArray(options) && options.includes(value)) return value;
      throw new Error(`${what} cannot be ${asText(value)}`);
    }
    default:
      return asText(value);
  }
}

/** The secrets that a called workflow gets. Throws where it is handed one that it does not declare, or misses one. */
export function secretsOf(workflow: Workflow, given: Texts): Texts {
  const defined = objectAt(objectAt(workflow.events, "workflow_call"), "secrets");
  refuseUnknown(workflow, "secret", Object.keys(given), Object.keys(defined));
  for (const [name, settings] of Object.entries(defined)) {
    const isRequired = isJsonObject(settings) && settings["required"] === true;
    if (isRequired && (given[name] ?? "") === "") throw new Error(`${workflow.path} needs secret ${name}`);
  }
  return given;
}

function refuseUnknown(
  { path }: Workflow,
  kind: string,
  given: readonly string[],
  known: readonly string[],
): void {
  const strange = given.filter((name) => !known.includes(name));
  if (strange.length > 0) throw new Error(`${path} has no ${kind} ${strange.join(", ")}`);
}
