import { compileFormat, compileSchema, type SchemaFault } from "../prompts/adapters/json-schema.ts";
import { parseJsonText } from "../prompts/adapters/json-text.ts";
import { isJsonObject, type JsonObject, ownProperty } from "../prompts/reading/json.ts";
import { isNestedDeeper } from "../prompts/reading/json-nesting.ts";
import type { Prompt } from "../prompts/records/production-prompt.ts";
import type { Message } from "../prompts/rendering/template.ts";
import type { ServiceRequest } from "./exchange.ts";
import { RequestRefused } from "./request-refused.ts";

const MAX_NESTING = 64;
const SHAPE = 'Send {"input": {...}, "messages"?: [...]} with the properties that the input schema names.';

/** What a request asks a prompt. */
export interface PromptCall {
  readonly input: JsonObject;
  /** What was said after the prompt's own messages; none where the request has none. */
  readonly messages: readonly Message[];
}

const MESSAGES: JsonObject = {
  type: "array",
  items: {
    type: "object",
    required: ["role", "content"],
    properties: {
      role: { enum: ["system", "developer", "user", "assistant", "tool"] },
      content: { type: "string" },
    },
    additionalProperties: false,
  },
};

/** The `input` and the `messages` of a request's body, the input checked against the prompt's schema. Throws `RequestRefused`. */
export async function readCall(request: ServiceRequest, prompt: Prompt): Promise<PromptCall> {
  requireJson(request);
  const body = parseBody(await request.body());
  for (const name of Object.keys(body))
    if (name !== "input" && name !== "messages")
      throw invalid([{ path: pointer([name]), message: "is not a key here" }], SHAPE);
  const input = ownProperty(body, "input");
  if (!isJsonObject(input)) throw invalid([{ path: "/input", message: "must be an object" }], SHAPE);
  const messages = ownProperty(body, "messages") ?? [];
  const faults = [
    ...compileSchema(prompt.input)(input).map((fault) => faultAt("input", fault)),
    ...compileFormat(MESSAGES)(messages).map((fault) => faultAt("messages", fault)),
  ];
  if (faults.length > 0) throw invalid(faults.slice(0, 20), "Correct the request.");
  return { input, messages: messages as unknown as readonly Message[] };
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

function faultAt(
  part: keyof PromptCall,
  { keys, wanted }: SchemaFault,
): { readonly path: string; readonly message: string } {
  return { path: pointer([part, ...keys]), message: wanted };
}

function pointer(keys: readonly (string | number)[]): string {
  const token = (key: string | number): string => String(key).replaceAll("~", "~0").replaceAll("/", "~1");
  return keys.map((key) => `/${token(key)}`).join("");
}
