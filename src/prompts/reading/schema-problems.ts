import type { SchemaCheck, SchemaFault } from "../adapters/json-schema.ts";
import { nearestName } from "../nearest-name.ts";
import type { Problem } from "../problem.ts";
import type { Json } from "./json.ts";
import type { KeyPath, Positions } from "./parsed-file.ts";

/** What a value's schema finds, each at its place in the file, with a hint where the mistake is a common one. */
export function schemaProblems(positions: Positions, value: Json, check: SchemaCheck): readonly Problem[] {
  return check(value).map((fault) => problemOf(positions, fault));
}

function problemOf(positions: Positions, fault: SchemaFault): Problem {
  const name = String(fault.keys.at(-1) ?? "");
  const severity = "error";
  switch (fault.kind) {
    case "unknown-key": {
      const near = nearestName(name, fault.known);
      const fix =
        near === undefined ? `Remove it; known here: ${fault.known.join(", ")}.` : `Did you mean "${near}"?`;
      return {
        ...positions.placeOfKey(fault.keys),
        code: "unknown-key",
        severity,
        found: `unknown key "${name}"`,
        fix,
      };
    }
    case "missing-key": {
      const within = fault.keys.length > 1 ? ` in ${dotted(fault.keys.slice(0, -1))}` : "";
      const place = positions.placeOf(fault.keys.slice(0, -1));
      return {
        ...place,
        code: "missing-key",
        severity,
        found: `missing key "${name}"${within}`,
        fix: `Add "${name}".`,
      };
    }
    case "invalid-value":
      return invalidValue(positions, fault);
  }
}

function invalidValue(positions: Positions, fault: SchemaFault): Problem {
  const source = positions.sourceOf(fault.keys);
  const where = fault.keys.length === 0 ? "the document" : dotted(fault.keys);
  const shown = source === undefined ? "" : ` is ${source} and`;
  const found = `${where}${shown} ${fault.wanted}`;
  const fix =
    hint(fault.keys, source, fault.wanted) ?? nearestValue(source, fault.known) ?? "Correct the value.";
  return { ...positions.placeOf(fault.keys), code: "invalid-value", severity: "error", found, fix };
}

function hint(keys: KeyPath, source: string | undefined, wanted: string): string | undefined {
  if (source === undefined) return undefined;
  const number = /^["']?(-?\d+(?:\.\d+)?)\s*(%?)["']?$/.exec(source);
  if (wanted === "must be string" && number !== null) return `Quote it: "${source}".`;
  if (number === null || !/threshold|max_|alpha|level|budget/.test(String(keys.at(-1)))) return undefined;
  const value = Number(number[1]);
  return `Did you mean ${value > 1 ? Number((value / 100).toPrecision(12)) : Math.abs(value)}?`;
}

/** An accepted word that is nearly what was written. */
function nearestValue(source: string | undefined, known: readonly string[]): string | undefined {
  const words = known.map((word) => word.replace(/^"(.*)"$/, "$1"));
  const near = source === undefined ? undefined : nearestName(source.replaceAll(/["']/g, ""), words);
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}

/** `evaluation.scorers[0].type` */
export function dotted(keys: KeyPath): string {
  return keys.map((key, at) => (typeof key === "number" ? `[${key}]` : at === 0 ? key : `.${key}`)).join("");
}
