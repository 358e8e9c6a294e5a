import exampleSchema from "../../../schemas/example.schema.json" with { type: "json" };
import { compileFormat } from "../adapters/json-schema.ts";
import type { Problem } from "../problem.ts";
import { firstOfEquals } from "../reading/first-of-equals.ts";
import type { JsonObject } from "../reading/json.ts";
import { placesInLines, readJsonLines } from "../reading/json-lines.ts";
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

/** One file of examples. Lines with a problem are left out and reported, in the words that `say` leaves them. */
export function parseExamplesFile(
  path: string,
  bytes: Uint8Array,
  say: (problem: Problem) => Problem = (problem) => problem,
): ExamplesFile {
  const check = compileFormat(exampleSchema as JsonObject);
  const { positions } = placesInLines(path, bytes);
  const examples: LocatedExample[] = [];
  const unfit: Problem[] = [];
  const problems: Problem[] = [];
  const file: ExamplesFile = { path, examples, problems, positions };
  const complete = createCompletion();
  const parsed = readJsonLines(path, bytes, ({ line, value }) => {
    const found = schemaProblems(positions(line), value, check);
    unfit.push(...found);
    if (found.length === 0) examples.push({ example: complete(value as unknown as Example), line, file });
  });
  for (const problem of [...parsed.problems, ...unfit]) problems.push(say(problem));
  return file;
}

/** The examples of a file that was found to have no problem, each taken as soon as it is read. */
export function readExamples(path: string, bytes: Uint8Array, take: (example: Example) => void): void {
  const complete = createCompletion();
  readJsonLines(path, bytes, ({ value }) => take(complete(value as unknown as Example)));
}

/** A conversation without input of its own has an empty one; equal lists of tags are held once, since many examples share few. */
function createCompletion(): (written: Example) => Example {
  const tagsOf = firstOfEquals<readonly string[]>();
  return (written) => {
    const example = Object.hasOwn(written, "input") ? written : { ...written, input: {} };
    return example.tags === undefined ? example : { ...example, tags: tagsOf(example.tags) };
  };
}
