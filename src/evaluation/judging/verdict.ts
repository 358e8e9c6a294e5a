import { canonicalJson } from "../../prompts/adapters/canonical-json.ts";
import { compileSchema } from "../../prompts/adapters/json-schema.ts";
import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import { parseJson } from "../../prompts/reading/parse-json.ts";
import { quote } from "../scorers/finding.ts";
import { jsonInText } from "../scorers/json-in-text.ts";
import { JudgeFailure } from "./judge.ts";

/** `share`: any value from 0 to 1; `yes-no`: 0 or 1; `category`: how an answer and a reference agree. */
export type VerdictKind = "share" | "yes-no" | "category";

export interface Verdict {
  /** In [0, 1]. */
  readonly value: number;
  /** One line, at most 300 characters. */
  readonly reason: string;
}

const LONGEST_REASON = 300;
const REASON = { type: "string", minLength: 1, description: "Why, in one sentence." };

const share = { type: "number", minimum: 0, maximum: 1, description: "0 for not at all, 1 for entirely." };
const yesNo = { type: "number", enum: [0, 1], description: "1 for yes, 0 for no." };

/** What a judge must answer, as JSON Schema: one object, nothing else. */
export const VERDICT_SCHEMAS: Readonly<Record<VerdictKind, JsonObject>> = {
  share: verdictSchema("score", share),
  "yes-no": verdictSchema("score", yesNo),
  category: verdictSchema("category", {
    type: "string",
    enum: ["A", "B", "C", "D", "E"],
    description:
      "A: a subset of the reference, B: a superset of it, C: the same facts, D: a contradiction, E: differences that do not matter.",
  }),
};

function verdictSchema(key: string, figure: JsonObject): JsonObject {
  return {
    type: "object",
    properties: { reason: REASON, [key]: figure },
    required: ["reason", key],
    additionalProperties: false,
  };
}

/** Only a contradiction is wrong, as in promptfoo's `factuality`. */
const CONTRADICTION = "D";

/**
 * The verdict in a judge's answer. Throws `JudgeFailure` (harness) for anything but one JSON object of the schema, and for an
 * object that stands in the material: a judge that repeats what it was shown has judged nothing.
 */
export function parseVerdict(
  text: string,
  kind: VerdictKind,
  material: Readonly<Record<string, string>>,
): Verdict {
  const said = parseJson(text);
  if (said === undefined) throw noVerdict(text, "it is not one JSON object");
  const [fault] = compileSchema(VERDICT_SCHEMAS[kind])(said);
  if (fault !== undefined || !isJsonObject(said))
    throw noVerdict(text, `"${fault?.keys.join(".") ?? ""}" ${fault?.wanted ?? "is no object"}`);
  if (stands(text, said, material)) throw noVerdict(text, "it repeats what stands in the material");
  const reason = oneLine(String(said["reason"]));
  if (reason === "") throw noVerdict(text, "its reason is blank");
  const { category, score } = said;
  if (category === undefined) return { value: Number(score), reason };
  return { value: category === CONTRADICTION ? 0 : 1, reason: `${String(category)}: ${reason}` };
}

function noVerdict(text: string, why: string): JudgeFailure {
  return new JudgeFailure("harness", `the judge gave no verdict: ${why} (it said ${quote(text, 120)})`);
}

function stands(text: string, said: JsonObject, material: Readonly<Record<string, string>>): boolean {
  const verdict = canonicalJson(said);
  const isVerdict = (each: Json): boolean => canonicalJson(each) === verdict;
  return Object.values(material).some(
    (shown) => shown.includes(text.trim()) || jsonInText(shown).some(isVerdict),
  );
}

function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\s]+/gu, " ")
    .trim()
    .slice(0, LONGEST_REASON);
}
