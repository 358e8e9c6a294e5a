import type { CsvTable } from "../adapters/csv-table.ts";
import type { Problem } from "../problem.ts";
import { csvProblem } from "../reading/csv-problem.ts";
import { isPlaceholderName } from "../rendering/placeholders.ts";

export interface Column {
  /** What templates and schemas call it. */
  readonly name: string;
  readonly header: string;
  /** Its place in a row, from 0. */
  readonly at: number;
}

/** What the columns of a table of examples are for. */
export interface ExampleColumns {
  readonly id?: Column;
  /** At least one. */
  readonly inputs: readonly Column[];
  /** `expected`, or the fields of `expected.<field>`. */
  readonly expected:
    | { readonly kind: "text"; readonly column: Column }
    | { readonly kind: "fields"; readonly columns: readonly Column[] };
}

type Role = "id" | "text" | "field" | "input";

const FIELD_PREFIX = "expected.";
const HEADER_LINE = 1;

/**
 * Reads a header: `id`, `expected` or `expected.<field>`, and every other column as an input. Input names that no placeholder can
 * have become lower case with underscores ("Part number" is `part_number`).
 */
export function exampleColumns(
  path: string,
  { header }: CsvTable,
): { readonly columns?: ExampleColumns; readonly problems: readonly Problem[] } {
  const all = header.map((text, at) => columnOf(text, at));
  const as = (role: Role): readonly Column[] => all.filter((each) => each.role === role);
  const [[id], [text], fields, inputs] = [as("id"), as("text"), as("field"), as("input")];
  const problems = [
    ...all.filter(({ name }) => name === "").map(({ at }) => unnamed(path, at)),
    ...all.filter((each) => isRepeated(each, all)).map((each) => repeated(path, each)),
    ...(inputs.length === 0 ? [missing(path, "no input", "Add a column that the prompt can use.")] : []),
    ...(text === undefined && fields.length === 0
      ? [missing(path, "no right answer", "Add a column `expected`, or `expected.<field>` for each field.")]
      : []),
    ...(text !== undefined && fields.length > 0
      ? [
          missing(
            path,
            "two kinds of answers",
            "Keep `expected` or the columns `expected.<field>`, not both.",
          ),
        ]
      : []),
  ];
  if (problems.length > 0) return { problems };
  const expected: ExampleColumns["expected"] =
    text === undefined ? { kind: "fields", columns: fields } : { kind: "text", column: text };
  return { columns: { ...(id === undefined ? {} : { id }), inputs, expected }, problems };
}

function columnOf(text: string, at: number): Column & { readonly role: Role } {
  const header = text.trim();
  if (header === "id") return { role: "id", name: header, header, at };
  if (header === "expected") return { role: "text", name: header, header, at };
  if (header.startsWith(FIELD_PREFIX))
    return { role: "field", name: header.slice(FIELD_PREFIX.length), header, at };
  return { role: "input", name: inputName(header), header, at };
}

function inputName(header: string): string {
  if (isPlaceholderName(header)) return header;
  const name = header
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return /^[0-9]/.test(name) ? `_${name}` : name;
}

type RoledColumn = ReturnType<typeof columnOf>;

const isRepeated = (column: RoledColumn, all: readonly RoledColumn[]): boolean =>
  column.name !== "" &&
  all.some(({ at, role, name }) => at < column.at && role === column.role && name === column.name);

const unnamed = (file: string, at: number): Problem =>
  csvProblem(
    file,
    HEADER_LINE,
    `column ${at + 1} has no name that a placeholder could have`,
    "Give it a name of letters, digits and _.",
  );

const repeated = (file: string, { header, name }: Column): Problem =>
  csvProblem(
    file,
    HEADER_LINE,
    `the column "${header}" comes twice (as ${name})`,
    "Rename or remove one of the two.",
  );

const missing = (file: string, what: string, fix: string): Problem =>
  csvProblem(file, HEADER_LINE, `the header names ${what}`, fix);
