import type { ScorerConfig } from "../metadata.ts";
import { compareText } from "../problem.ts";
import type { JsonObject } from "../reading/json.ts";

/** How a task answers and how its answers are scored. */
export interface AnswerPlan {
  readonly output: JsonObject;
  readonly scorer: ScorerConfig;
  readonly metric: string;
  /** What the prompt says of the answer's form. */
  readonly instruction: string;
}

export interface FieldValues {
  readonly name: string;
  /** One for each example; empty where the field is absent. */
  readonly values: readonly string[];
}

type CellType = "boolean" | "number" | "label" | "text";

const MOST_LABELS = 20;
const LONGEST_LABEL = 60;

/** One of a few labels, where the answers look like that; else a short text. `values` are the right answers. */
export function textAnswer(values: readonly string[]): AnswerPlan {
  if (!areLabels(values)) {
    return {
      output: { type: "string" },
      scorer: { type: "token-f1" },
      metric: "token-f1.f1",
      instruction: "Answer in as few words as possible, without a preamble.",
    };
  }
  const labels = distinct(values);
  return {
    output: { type: "string", enum: labels },
    scorer: { type: "label" },
    metric: "label.accuracy",
    instruction: `Answer with exactly one of these labels, without any other word:\n${labels.map((label) => `- ${label}`).join("\n")}`,
  };
}

/** One JSON object; a field that is absent in some example is optional. */
export function fieldsAnswer(fields: readonly FieldValues[]): AnswerPlan {
  const properties = Object.fromEntries(fields.map(({ name, values }) => [name, fieldSchema(values)]));
  const always = fields.filter(({ values }) => !values.includes("")).map(({ name }) => name);
  return {
    output: {
      type: "object",
      additionalProperties: false,
      ...(always.length === 0 ? {} : { required: always }),
      properties,
    },
    scorer: { type: "fields" },
    metric: "fields.micro_f1",
    instruction:
      `Answer with one JSON object of the fields ${fields.map(({ name }) => name).join(", ")}, and nothing else.\n` +
      "Leave out a field that the text does not state.",
  };
}

/** What a cell of this column means: a value of the column's type, null where it is empty: the field must be absent. */
export function cellReader(values: readonly string[]): (cell: string) => string | number | boolean | null {
  const type = cellType(values);
  return (cell) => {
    if (cell === "") return null;
    switch (type) {
      case "boolean":
        return cell === "true";
      case "number":
        return Number(cell);
      case "label":
      case "text":
        return cell;
    }
  };
}

function fieldSchema(values: readonly string[]): JsonObject {
  const type = cellType(values);
  switch (type) {
    case "boolean":
    case "number":
      return { type };
    case "label":
      return { type: "string", enum: distinct(values.filter((value) => value !== "")) };
    case "text":
      return { type: "string" };
  }
}

function cellType(all: readonly string[]): CellType {
  const values = all.filter((value) => value !== "");
  if (values.length === 0) return "text";
  if (values.every((value) => value === "true" || value === "false")) return "boolean";
  if (values.every(isPlainNumber)) return "number";
  return areLabels(values) ? "label" : "text";
}

/** Texts that a number writes as itself: not 007, which is a code. */
const isPlainNumber = (text: string): boolean =>
  Number.isFinite(Number(text)) && String(Number(text)) === text;

/** Few, short, and each twice on average. */
function areLabels(values: readonly string[]): boolean {
  const labels = distinct(values);
  const isShort = labels.every((label) => label.length <= LONGEST_LABEL && !label.includes("\n"));
  return isShort && labels.length >= 2 && labels.length <= MOST_LABELS && values.length >= 2 * labels.length;
}

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)].sort(compareText);
