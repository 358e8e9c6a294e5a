const GAP = "…";

/**
 * Texts of several lines without the lines that stand in all of them, so that what differs can be seen side by side; `…` stands for
 * lines left out. A text that would lose everything keeps it.
 */
export function differingLines(texts: readonly string[]): readonly string[] {
  const split = texts.map((text) => text.split("\n"));
  const [first = [], ...others] = split.map((lines) => new Set(lines.map(bare)));
  const common = new Set([...first].filter((line) => others.every((lines) => lines.has(line))));
  if (texts.length < 2 || common.size === 0) return texts;
  return split.map((lines, at) => {
    const kept = lines.map((line) => (common.has(bare(line)) ? GAP : line));
    const shown = kept.filter((line, place) => line !== GAP || kept[place - 1] !== GAP);
    return shown.every((line) => line === GAP) ? (texts[at] ?? "") : shown.join("\n");
  });
}

/** The comma behind an item of a list says nothing about the item. */
const bare = (line: string): string => line.trim().replace(/,$/, "");
