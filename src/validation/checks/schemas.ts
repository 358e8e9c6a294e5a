import type { Metadata } from "../../prompts/metadata.ts";
import type { Problem } from "../../prompts/problem.ts";
import type { JsonObject } from "../../prompts/reading/json.ts";
import type { ParsedFile } from "../../prompts/reading/parsed-file.ts";
import type { TaskCheck } from "../check.ts";
import { usableSchema } from "../usable-schema.ts";

/** Input and output are JSON Schema 2020-12 that refers to nothing outside itself. */
export const checkSchemas: TaskCheck = ({ task: { metadata } }) =>
  metadata?.value === undefined
    ? []
    : [
        ...schemaProblem(metadata, "input", metadata.value.input),
        ...schemaProblem(metadata, "output", metadata.value.output),
      ];

function schemaProblem(
  metadata: ParsedFile<Metadata>,
  name: "input" | "output",
  schema: JsonObject,
): readonly Problem[] {
  const usable = usableSchema(schema);
  if ("check" in usable) return [];
  return [
    {
      ...metadata.placeOf([name, ...usable.invalid.keys]),
      code: "invalid-schema",
      severity: "error",
      found: `the ${name} schema cannot be used: ${usable.invalid.message}`,
      fix: "Write JSON Schema 2020-12 that refers to nothing outside itself.",
    },
  ];
}
