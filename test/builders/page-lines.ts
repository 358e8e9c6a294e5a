/** Pixels: GitHub's column of a comment, what a list is indented by, and a table cell's padding and border. */
const PAGE = 780;
const INDENT = 28;
const CELL = 27;
const CODE_PADDING = 9.6;

/** Of one character at 14 pixels, by its kind; as code all are alike. */
const WIDTHS: readonly (readonly [RegExp, number])[] = [
  [/[ijl.,:;'|!]/, 3.6],
  [/[ frtI()[\]/-]/, 4.4],
  [/[mwMW%@]/, 11.8],
  [/[A-Z&]/, 9.6],
  [/[+<>=−×…✘✔▲◆–]/, 11],
];
const LETTER = 7.6;
const CODE_LETTER = 7.2;
const HEADING = 1.25;
const BOLD = 1.06;

/**
 * Lines of text that GitHub shows of a comment before its first fold, words wrapped as a page of 780 pixels wraps them. Reads the
 * Markdown that comments are written in; compared once with a browser's own count, which it exceeds by one at most.
 */
export function pageLines(markdown: string): number {
  const lines = (markdown.split("<details>")[0] ?? "").split("\n");
  let count = 0;
  let table: string[][] = [];
  for (const line of [...lines, ""]) {
    if (line.startsWith("|")) {
      if (!/^\|[-:|]+\|$/.test(line)) table.push(line.slice(1, -1).split(" | "));
      continue;
    }
    count += tableLines(table);
    table = [];
    if (line.trim() === "" || /^<!--/.test(line)) continue;
    if (line.startsWith("#")) count += wrapped(line.replace(/^#+ /, ""), PAGE / HEADING / BOLD);
    else if (line.startsWith("- ")) count += wrapped(line.slice(2), PAGE - INDENT);
    else count += wrapped(line, PAGE);
  }
  return count;
}

/** Columns that do not fit share the page by what they would need. */
function tableLines(rows: readonly (readonly string[])[]): number {
  const needs = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => sum(wordsOf(row[at] ?? "").map(({ width }) => width)) + CELL)),
  );
  const share = Math.min(1, PAGE / sum(needs));
  return sum(
    rows.map((row) =>
      Math.max(...row.map((cell, at) => wrapped(cell, (needs[at] ?? 0) * share - CELL + 0.01))),
    ),
  );
}

function wrapped(text: string, room: number): number {
  let [lines, left] = [1, room];
  for (const { width } of wordsOf(text)) {
    if (width > left && left < room) [lines, left] = [lines + 1, room];
    if (width > room) lines += Math.ceil(width / room) - 1;
    left -= width > room ? width % room : width;
  }
  return lines;
}

interface Word {
  readonly width: number;
}

/** Each with the blank behind it; code breaks at its blanks and hyphens too. */
function wordsOf(text: string): readonly Word[] {
  return text.split(/(<code>.*?<\/code>)/).flatMap((part) => {
    const isCode = part.startsWith("<code>");
    const shown = part.replaceAll(/<[^>]*>|\*\*|&#8203;/g, "").replaceAll(/&#\d+;/g, "x");
    const words = shown.match(/[^ -]*[ -]?/g)?.filter((word) => word !== "") ?? [];
    const ends = isCode ? CODE_PADDING / Math.max(1, words.length) : 0;
    return words.map((word) => ({
      width: ends + sum([...word].map((one) => (isCode ? CODE_LETTER : letter(one)))),
    }));
  });
}

const letter = (one: string): number => WIDTHS.find(([kind]) => kind.test(one))?.[1] ?? LETTER;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
