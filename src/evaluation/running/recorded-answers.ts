import { compileFormat } from "../../prompts/adapters/json-schema.ts";
import { nearestName } from "../../prompts/nearest-name.ts";
import type { Place, Problem } from "../../prompts/problem.ts";
import type { Json, JsonObject } from "../../prompts/reading/json.ts";
import { type JsonLine, type JsonLinesFile, parseJsonLines } from "../../prompts/reading/json-lines.ts";
import { schemaProblems } from "../../prompts/reading/schema-problems.ts";
import type { Reply } from "../request.ts";

/** What a file of answers made elsewhere may answer. */
export interface AnswersWanted {
  /** How often each example is asked, from 1, by its id. */
  readonly repeats: ReadonlyMap<string, number>;
}

export interface RecordedAnswers {
  readonly problems: readonly Problem[];
  /** What the file says; an error for an example or repeat that it does not answer. */
  reply(id: string, repeat: number): Reply;
}

interface RecordedLine {
  readonly id: string;
  readonly repeat?: number;
  readonly output: Json;
}

const LINE_SCHEMA: JsonObject = {
  type: "object",
  required: ["id", "output"],
  properties: { id: { type: "string" }, repeat: { type: "integer", minimum: 1 }, output: {} },
  additionalProperties: false,
};

const ABSENT: Reply = {
  kind: "error",
  class: "request_rejected",
  message: "the file of recorded answers has no answer for this example and repeat",
};

/**
 * Reads `--outputs`: one `{"id", "repeat"?, "output"}` a line, `repeat` counted from 1 and 1 where it is left out. An output
 * that is no text is taken as compact JSON. Unknown ids and ids that are answered twice are problems.
 */
export function parseRecordedAnswers(
  path: string,
  bytes: Uint8Array,
  wanted: AnswersWanted,
): RecordedAnswers {
  const file = parseJsonLines(path, bytes);
  const check = compileFormat(LINE_SCHEMA);
  const problems: Problem[] = [...file.problems];
  const lineOf = new Map<string, number>();
  const outputs = new Map<string, string>();
  for (const line of file.lines) {
    const malformed = schemaProblems(file.positions(line.line), line.value, check);
    const found = malformed.length > 0 ? malformed : lineProblems(file, line, wanted, lineOf);
    problems.push(...found);
    if (found.length > 0) continue;
    const { output } = recorded(line);
    outputs.set(keyOf(line), typeof output === "string" ? output : JSON.stringify(output));
    lineOf.set(keyOf(line), line.line);
  }
  return { problems, reply: (id, repeat) => replyOf(outputs.get(`${repeat}:${id}`)) };
}

/** After its check. */
function recorded(line: JsonLine): RecordedLine {
  return line.value as unknown as RecordedLine;
}

function keyOf(line: JsonLine): string {
  const { id, repeat = 1 } = recorded(line);
  return `${repeat}:${id}`;
}

function replyOf(text: string | undefined): Reply {
  return text === undefined ? ABSENT : { kind: "answer", text, finishReason: "stop", latencyMs: 0 };
}

function lineProblems(
  file: JsonLinesFile,
  line: JsonLine,
  wanted: AnswersWanted,
  lineOf: ReadonlyMap<string, number>,
): readonly Problem[] {
  const { id, repeat } = recorded(line);
  const at = (key: string): Place => file.positions(line.line).placeOf([key]);
  const repeats = wanted.repeats.get(id);
  if (repeats === undefined) return [unknownId(at("id"), id, [...wanted.repeats.keys()])];
  if (repeat !== undefined && repeat > repeats) return [excessRepeat(at("repeat"), repeat, repeats)];
  const first = lineOf.get(keyOf(line));
  return first === undefined ? [] : [answeredTwice(at("id"), id, repeat, first)];
}

function unknownId(place: Place, id: string, ids: readonly string[]): Problem {
  const near = nearestName(id, ids);
  const fix = near === undefined ? "Use the id of an example of the task." : `Did you mean "${near}"?`;
  return { ...place, code: "invalid-value", severity: "error", found: `no example has the id "${id}"`, fix };
}

function excessRepeat(place: Place, repeat: number, repeats: number): Problem {
  const found = `repeat ${repeat}, but the example is asked ${repeats === 1 ? "once" : `${repeats} times`}`;
  return {
    ...place,
    code: "invalid-value",
    severity: "error",
    found,
    fix: "Remove the line, or raise --repeat.",
  };
}

function answeredTwice(place: Place, id: string, repeat: number | undefined, first: number): Problem {
  const found = `"${id}" is answered a second time (first in line ${first})`;
  const fix = repeat === undefined ? 'Add "repeat", or remove one of the two.' : "Remove one of the two.";
  return { ...place, code: "duplicate-example", severity: "error", found, fix };
}
