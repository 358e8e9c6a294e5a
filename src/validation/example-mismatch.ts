import type { SchemaFault } from "../prompts/adapters/json-schema.ts";
import type { LocatedExample } from "../prompts/examples/examples-file.ts";
import { nearestName } from "../prompts/nearest-name.ts";
import type { Problem } from "../prompts/problem.ts";
import { dotted } from "../prompts/reading/schema-problems.ts";

/** An example's `input` or `expected` that does not fit a schema of the task's metadata. */
export function mismatch(
  { example, file, line }: LocatedExample,
  broken: {
    readonly root: "input" | "expected";
    readonly schema: "input" | "output";
    readonly fault: SchemaFault;
  },
): Problem {
  const { root, schema, fault } = broken;
  const keys = [root, ...fault.keys];
  const positions = file.positions(line);
  const place = fault.kind === "unknown-key" ? positions.placeOfKey(keys) : positions.placeOf(keys);
  return {
    ...place,
    code: "example-mismatch",
    severity: "error",
    found: `example "${example.id}": ${dotted(keys)} ${wantedOf(fault)}`,
    fix: nearOf(fault) ?? `Correct the example, or ${schema} in the task's metadata.`,
  };
}

function wantedOf(fault: SchemaFault): string {
  switch (fault.kind) {
    case "unknown-key":
      return "is not declared";
    case "missing-key":
      return "is required and missing";
    case "invalid-value":
      return fault.wanted;
  }
}

function nearOf(fault: SchemaFault): string | undefined {
  if (fault.kind !== "unknown-key") return undefined;
  const near = nearestName(String(fault.keys.at(-1)), fault.known);
  return near === undefined ? undefined : `Did you mean "${near}"?`;
}
