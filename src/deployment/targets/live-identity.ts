import { compileFormat } from "../../prompts/adapters/json-schema.ts";
import { parseJsonText } from "../../prompts/adapters/json-text.ts";
import type { JsonObject } from "../../prompts/reading/json.ts";
import type { LiveIdentity } from "./target.ts";

const IDENTITY: JsonObject = {
  type: "object",
  required: ["service", "release", "image", "prompts"],
  properties: {
    service: { type: "string" },
    release: { type: "integer" },
    image: { type: "string" },
    prompts: {
      type: "object",
      additionalProperties: {
        type: "object",
        required: ["version", "prompt_digest"],
        properties: { version: { type: "string" }, prompt_digest: { type: "string" } },
      },
    },
  },
};

/** What a service answers at `/version`; undefined for anything else. Unknown fields are tolerated. */
export function parseLiveIdentity(text: string): LiveIdentity | undefined {
  const parsed = parseJsonText(text);
  if ("faults" in parsed || compileFormat(IDENTITY)(parsed.value).length > 0) return undefined;
  return parsed.value as unknown as LiveIdentity;
}
