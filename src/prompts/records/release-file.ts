import releaseSchema from "../../../schemas/release.schema.json" with { type: "json" };
import { compileFormat } from "../adapters/json-schema.ts";
import { parseJsonText } from "../adapters/json-text.ts";
import { decodeText } from "../reading/decode-text.ts";
import type { JsonObject } from "../reading/json.ts";
import { dotted } from "../reading/schema-problems.ts";
import type { Release } from "./release.ts";

export type ParsedRelease = { readonly release: Release } | { readonly faults: readonly string[] };

/** The text of `release.json`, or what is wrong with it in sentences without a final full stop. */
export function parseReleaseFile(path: string, bytes: Uint8Array): ParsedRelease {
  const decoded = decodeText(path, bytes);
  if ("problem" in decoded) return { faults: [decoded.problem.found] };
  const parsed = parseJsonText(decoded.text);
  if ("faults" in parsed) return { faults: parsed.faults.map((fault) => fault.found) };
  const faults = compileFormat(releaseSchema as JsonObject)(parsed.value);
  return faults.length === 0
    ? { release: parsed.value as unknown as Release }
    : { faults: faults.map((fault) => `${dotted(fault.keys)} ${fault.wanted}`) };
}

/** The text of `release.json`: two blanks of indentation, a line feed at the end. */
export const renderReleaseFile = (release: Release): string => `${JSON.stringify(release, null, 2)}\n`;
