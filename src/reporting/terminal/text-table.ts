/** One column of a table: its head, and whether its cells stand at the right. */
export interface Column {
  readonly head: string;
  readonly right?: boolean;
}

const GAP = "  ";

/** Cells padded to their column's widest, head first; marks for colour must be added to finished lines alone. */
export function textTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const widths = columns.map(({ head }, index) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[index] ?? "")), widthOf(head)),
  );
  const lineOf = (cells: readonly string[]): string =>
    columns
      .map(({ right }, index) => pad(cells[index] ?? "", widths[index] ?? 0, right ?? false))
      .join(GAP)
      .trimEnd();
  return [lineOf(columns.map(({ head }) => head)), ...rows.map(lineOf)];
}

const widthOf = (text: string): number => [...text].length;

function pad(text: string, width: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, width - widthOf(text)));
  return right ? space + text : text + space;
}
