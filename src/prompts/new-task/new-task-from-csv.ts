import type { CsvRow, CsvTable } from "../adapters/csv-table.ts";
import { writeYaml } from "../adapters/yaml-edit.ts";
import type { Problem } from "../problem.ts";
import type { Json } from "../reading/json.ts";
import { type NewTask, type NewTaskSettings, newTaskPaths, schemaComment } from "./new-task.ts";
import { type AnswerPlan, cellReader, fieldsAnswer, textAnswer } from "./new-task-answer.ts";
import { type Column, type ExampleColumns, exampleColumns } from "./new-task-columns.ts";
import { rowProblems } from "./new-task-rows.ts";

const THRESHOLD = 0.8;

/** A ready task from a table of examples: one row an example, every cell of an input column a text. Rows keep their order. */
export function newTaskFromCsv(
  path: string,
  table: CsvTable,
  settings: NewTaskSettings,
): { readonly task?: NewTask; readonly problems: readonly Problem[] } {
  const { columns, problems } = exampleColumns(path, table);
  if (columns === undefined) return { problems };
  const faults = rowProblems(path, table, columns);
  if (faults.length > 0) return { problems: faults };
  return { task: assemble(table, columns, settings), problems: [] };
}

function assemble(table: CsvTable, columns: ExampleColumns, settings: NewTaskSettings): NewTask {
  const { address, schemas } = settings;
  const paths = newTaskPaths(address, "examples.jsonl");
  const answer = answerOf(table, columns);
  const template = templateOf(columns, answer, settings);
  const metadata = metadataOf(columns, answer, settings);
  return {
    address,
    files: [
      { path: paths.template, text: writeYaml(template, schemaComment(paths.template, "template", schemas)) },
      { path: paths.metadata, text: writeYaml(metadata, schemaComment(paths.metadata, "metadata", schemas)) },
      { path: paths.examples, text: exampleLines(table, columns, address.id) },
    ],
    examples: table.rows.length,
    notes: notesOf(columns, answer),
  };
}

function notesOf({ inputs }: ExampleColumns, { metric }: AnswerPlan): readonly string[] {
  const renamed = inputs.filter(({ name, header }) => name !== header);
  return [
    ...renamed.map(({ header, name }) => `the column "${header}" is the input ${name}`),
    `scored by ${metric}, threshold ${THRESHOLD}: change both in the metadata as you need`,
  ];
}

function answerOf(table: CsvTable, { expected }: ExampleColumns): AnswerPlan {
  if (expected.kind === "text") return textAnswer(valuesOf(table, expected.column));
  return fieldsAnswer(
    expected.columns.map((column) => ({ name: column.name, values: valuesOf(table, column) })),
  );
}

const valuesOf = ({ rows }: CsvTable, { at }: Column): readonly string[] =>
  rows.map(({ cells }) => cells[at] ?? "");

function exampleLines(table: CsvTable, columns: ExampleColumns, task: string): string {
  const expectedOf = expectedReader(table, columns);
  const lines = table.rows.map((row, at) => {
    const id =
      columns.id === undefined ? `${task}-${String(at + 1).padStart(3, "0")}` : cellOf(row, columns.id);
    const input = Object.fromEntries(columns.inputs.map((column) => [column.name, cellOf(row, column)]));
    return `${JSON.stringify({ id, input, expected: expectedOf(row) })}\n`;
  });
  return lines.join("");
}

function expectedReader(table: CsvTable, { expected }: ExampleColumns): (row: CsvRow) => Json {
  if (expected.kind === "text") return (row) => cellOf(row, expected.column);
  const readers = expected.columns.map((column) => [column, cellReader(valuesOf(table, column))] as const);
  return (row) =>
    Object.fromEntries(readers.map(([column, read]) => [column.name, read(cellOf(row, column))]));
}

const cellOf = ({ cells }: CsvRow, { at }: Column): string => cells[at] ?? "";

function templateOf(
  { inputs }: ExampleColumns,
  { instruction }: AnswerPlan,
  { address }: NewTaskSettings,
): Json {
  const lines = inputs.map(({ name }) => `${labelOf(name)}: {{${name}}}`);
  return {
    id: address.id,
    messages: [
      { role: "system", content: `${instruction}\n` },
      { role: "user", content: `${lines.join("\n")}\n` },
    ],
  };
}

function labelOf(name: string): string {
  const words = name.replace(/[_-]+/g, " ").trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function metadataOf({ inputs }: ExampleColumns, answer: AnswerPlan, settings: NewTaskSettings): Json {
  const { address, owners, model, data } = settings;
  const names = inputs.map(({ name }) => name);
  return {
    task: address.id,
    owners,
    ...(data === undefined ? {} : { data }),
    input: {
      type: "object",
      additionalProperties: false,
      required: names,
      properties: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
    },
    output: answer.output,
    model: { provider: model.provider, name: model.name, parameters: model.parameters },
    evaluation: { scorers: [{ type: answer.scorer.type }], metric: answer.metric, threshold: THRESHOLD },
  };
}
