import { describe, expect, it } from "vitest";
import { parseCsvTable } from "../../../src/prompts/adapters/csv-table.ts";
import { newTaskFromCsv } from "../../../src/prompts/new-task/new-task-from-csv.ts";
import type { Problem } from "../../../src/prompts/problem.ts";

const SETTINGS = {
  schemas: "schemas/",
  address: { id: "colour" },
  owners: ["@acme/parts"],
  model: { provider: "offline", name: "reader-1", parameters: {} },
};

function problemsOf(csv: string): readonly Problem[] {
  const { table, problems } = parseCsvTable("data.csv", new TextEncoder().encode(csv));
  return table === undefined ? problems : newTaskFromCsv("data.csv", table, SETTINGS).problems;
}

describe("a table of examples", () => {
  it.each([
    { what: "a row that is too short", csv: "title,expected\na,b\nc\n", line: 3, found: "not as many cells" },
    { what: "a quote that stays open", csv: 'title,expected\na,"b\n', line: 2, found: "never closed" },
    { what: "a quote inside a cell", csv: 'title,expected\na"b,c\n', line: 2, found: "not readable as CSV" },
    { what: "no right answers", csv: "title,answer\na,b\n", line: 1, found: "no right answer" },
    { what: "no inputs", csv: "id,expected\n1,b\n", line: 1, found: "no input" },
    { what: "both kinds of answers", csv: "t,expected,expected.a\n1,b,c\n", line: 1, found: "two kinds" },
    { what: "one input twice", csv: "Part no,part_no,expected\n1,b,c\n", line: 1, found: "comes twice" },
    { what: "a column without a name", csv: "t,,expected\n1,b,c\n", line: 1, found: "column 2 has no name" },
    {
      what: "a repeated id",
      csv: 'id,t,expected\n1,"a\nb",c\n2,a,b\n1,a,b\n',
      line: 5,
      found: "in line 2 already",
    },
    { what: "an empty id", csv: "id,t,expected\n,a,b\n", line: 2, found: "has no id" },
    { what: "a row without an answer", csv: "t,expected\na,b\n\nc,\n", line: 4, found: "no right answer" },
    { what: "nothing in it", csv: "", line: 1, found: "empty" },
  ])("with $what makes no task, and the line is named", ({ csv, line, found }) => {
    expect(problemsOf(csv)).toMatchObject([{ file: "data.csv", line, code: "csv-syntax" }]);
    expect(problemsOf(csv)[0]?.found).toContain(found);
  });

  it("shows all its problems at once", () => {
    expect(problemsOf("id,t,expected\n1,a,\n1,b,\n")).toHaveLength(3);
  });
});
