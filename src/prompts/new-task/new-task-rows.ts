import type { CsvTable } from "../adapters/csv-table.ts";
import type { Problem } from "../problem.ts";
import { csvProblem } from "../reading/csv-problem.ts";
import type { ExampleColumns } from "./new-task-columns.ts";

/** What keeps rows from being examples: an id that is empty or repeated, or no right answer. */
export function rowProblems(path: string, table: CsvTable, columns: ExampleColumns): readonly Problem[] {
  return [...repeatedIds(path, table, columns), ...missingAnswers(path, table, columns)];
}

function repeatedIds(file: string, { rows }: CsvTable, { id }: ExampleColumns): readonly Problem[] {
  if (id === undefined) return [];
  const first = new Map<string, number>();
  return rows.flatMap(({ line, cells }) => {
    const text = cells[id.at] ?? "";
    const earlier = first.get(text);
    first.set(text, earlier ?? line);
    if (text !== "" && earlier === undefined) return [];
    const found = text === "" ? "the row has no id" : `the id "${text}" stands in line ${earlier} already`;
    return [csvProblem(file, line, found, "Give every row an id of its own, or leave the column out.")];
  });
}

function missingAnswers(file: string, { rows }: CsvTable, { expected }: ExampleColumns): readonly Problem[] {
  if (expected.kind === "fields") return [];
  return rows
    .filter(({ cells }) => cells[expected.column.at] === "")
    .map(({ line }) =>
      csvProblem(file, line, "the row has no right answer", "Fill its cell in the column `expected`."),
    );
}
