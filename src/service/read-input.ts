import { compileSchema, type SchemaFault } from "../prompts/adapters/json-schema.ts";
import { parseJsonText } from "../prompts/adapters/json-text.ts";
import { isJsonObject, type JsonObject, ownProperty } from "../prompts/json.ts";
import { isNestedDeeper } from "../prompts/json-nesting.ts";
import type { Prompt } from "../prompts/production-prompt.ts";
import type { ServiceRequest } from "./exchange.ts";
import { RequestRefused } from "./request-refused.ts";

const MAX_NESTING = 64;
const SHAPE = 'Send {"input": {...}} with the properties that the input schema names.';

/** The `input` of a request's body, checked against the prompt's input schema. Throws `RequestRefused`. */
export async function readInput(request: ServiceRequest, prompt: Prompt): Promise<JsonObject> {
  requireJson(request);
  const body = parseBody(await request.body());
  for (const name of Object.keys(body))
    if (name !== "input") throw invalid([{ path: pointer([name]), message: "is not a key here" }], SHAPE);
  const input = ownProperty(body, "input");
  if (!isJsonObject(input)) throw invalid([{ path: "/input", message: "must be an object" }], SHAPE);
  const faults = compileSchema(prompt.input)(input);
  if (faults.length > 0) throw invalid(faults.slice(0, 20).map(inputFault), "Correct the input.");
  return input;
}

function requireJson(request: ServiceRequest): void {
  const type = request.header("content-type") ?? "";
  if (/^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type)) return;
  const message = type === "" ? "the request has no content-type" : "the body is not announced as JSON";
  const fix = "Send content-type: application/json.";
  throw new RequestRefused({ status: 415, code: "unsupported_media_type", message, fix });
}

function parseBody(text: string): JsonObject {
  if (isNestedDeeper(text, MAX_NESTING)) throw malformed(`JSON nested deeper than ${MAX_NESTING} levels`);
  const parsed = parseJsonText(text);
  if ("faults" in parsed) throw malformed(parsed.faults[0]?.found ?? "malformed JSON");
  if (!isJsonObject(parsed.value)) throw malformed("the body is not a JSON object");
  return parsed.value;
}

function malformed(message: string): RequestRefused {
  return new RequestRefused({ status: 400, code: "invalid_json", message, fix: SHAPE });
}

/** A 400 that names each place of the input that does not fit. */
export function invalid(
  problems: readonly { readonly path: string; readonly message: string }[],
  fix: string,
): RequestRefused {
  const [first] = problems;
  const message = first === undefined ? "the input does not fit" : `${first.path} ${first.message}`;
  return new RequestRefused({ status: 400, code: "invalid_input", message, fix, problems });
}

function inputFault(fault: SchemaFault): { readonly path: string; readonly message: string } {
  return { path: pointer(["input", ...fault.keys]), message: fault.wanted };
}

function pointer(keys: readonly (string | number)[]): string {
  const token = (key: string | number): string => String(key).replaceAll("~", "~0").replaceAll("/", "~1");
  return keys.map((key) => `/${token(key)}`).join("");
}
