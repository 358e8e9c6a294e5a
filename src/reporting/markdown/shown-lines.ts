/** Characters that fit a line of GitHub's column, 780 pixels wide, with a little to spare: as code they are wider, in a heading larger. */
const SENTENCE = 116;
const ITEM = 112;
const HEADING = 82;
const CODE = 1.1;

/** What a table's cells have beside each other, and what each needs for its borders. */
const ROW = 118;
const CELL = 4;

/** About how many lines of text GitHub shows of Markdown as these reports write it, before the first fold. */
export function shownLines(text: string): number {
  const lines = (text.split("<details>")[0] ?? "").split("\n");
  const flowing = lines.filter((line) => line.trim() !== "" && !/^(\||<!--)/.test(line)).map(flowingLines);
  return [...flowing, ...tablesIn(lines).map(tableLines)].reduce((sum, count) => sum + count, 0);
}

function flowingLines(line: string): number {
  const fitting = line.startsWith("#") ? HEADING : line.startsWith("- ") ? ITEM : SENTENCE;
  return Math.ceil(widthOf(line) / fitting);
}

/** In characters of running text. */
function widthOf(markdown: string): number {
  const code = [...markdown.matchAll(/<code>(.*?)<\/code>/g)].reduce(
    (sum, [, text = ""]) => sum + plain(text).length * (CODE - 1) + 1,
    0,
  );
  return plain(markdown).length + code;
}

const plain = (markdown: string): string =>
  markdown
    .replaceAll(/<[^>]*>|\*\*|^#+ |^- /g, "")
    .replaceAll("&#8203;", "")
    .replaceAll(/&#\d+;/g, "x");

/** Runs of rows, each row as its cells. */
function tablesIn(lines: readonly string[]): readonly (readonly (readonly string[])[])[] {
  const tables: string[][][] = [[]];
  for (const line of lines) {
    if (!line.startsWith("|")) tables.push([]);
    else if (!/^\|[-:|]+\|$/.test(line)) tables.at(-1)?.push(line.slice(1, -1).split("|"));
  }
  return tables.filter((rows) => rows.length > 0);
}

/** Where the cells do not fit beside each other, each column gets its share of the width. */
function tableLines(rows: readonly (readonly string[])[]): number {
  const columns = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => widthOf(row[at]?.trim() ?? ""))),
  );
  const room = ROW - CELL * columns.length;
  const share = Math.min(1, room / columns.reduce((sum, width) => sum + width, 0));
  const linesOf = (cell: string, at: number): number =>
    Math.max(1, Math.ceil(widthOf(cell.trim()) / Math.max(1, (columns[at] ?? 1) * share) - 0.01));
  return rows.reduce((sum, row) => sum + Math.max(...row.map(linesOf)), 0);
}
