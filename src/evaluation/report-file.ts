import reportSchema from "../../schemas/report.schema.json" with { type: "json" };
import { compileFormat } from "../prompts/adapters/json-schema.ts";
import type { JsonObject } from "../prompts/reading/json.ts";
import type { EvalReport } from "./report.ts";

/** A report of this format; undefined for anything else. */
export function parseReport(bytes: Uint8Array): EvalReport | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return compileFormat(reportSchema as JsonObject)(value).length === 0 ? (value as EvalReport) : undefined;
  } catch {
    return undefined;
  }
}
