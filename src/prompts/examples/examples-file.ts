import exampleSchema from "../../../schemas/example.schema.json" with { type: "json" };
import { compileFormat } from "../adapters/json-schema.ts";
import type { Problem } from "../problem.ts";
import type { JsonObject } from "../reading/json.ts";
import { type JsonLinesFile, parseJsonLines } from "../reading/json-lines.ts";
import type { Positions } from "../reading/parsed-file.ts";
import { schemaProblems } from "../reading/schema-problems.ts";
import type { Example } from "./example.ts";

/** An example and where it stands. */
export interface LocatedExample {
  readonly example: Example;
  readonly line: number;
  readonly file: ExamplesFile;
}

export interface ExamplesFile {
  readonly path: string;
  readonly examples: readonly LocatedExample[];
  readonly problems: readonly Problem[];
  positions(line: number): Positions;
}

/** One file of examples. Lines with a problem are left out and reported. */
export function parseExamplesFile(path: string, bytes: Uint8Array): ExamplesFile {
  const parsed: JsonLinesFile = parseJsonLines(path, bytes);
  const check = compileFormat(exampleSchema as JsonObject);
  const examples: LocatedExample[] = [];
  const problems: Problem[] = [...parsed.problems];
  const file: ExamplesFile = { path, examples, problems, positions: parsed.positions };
  for (const { line, value } of parsed.lines) {
    const found = schemaProblems(parsed.positions(line), value, check);
    problems.push(...found);
    if (found.length === 0) examples.push({ example: withInput(value as unknown as Example), line, file });
  }
  return file;
}

/** A conversation without input of its own has an empty one. */
function withInput(example: Example): Example {
  return Object.hasOwn(example, "input") ? example : { ...example, input: {} };
}
