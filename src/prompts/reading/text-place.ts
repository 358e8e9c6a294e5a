import type { Place } from "../problem.ts";

/** Where an offset in UTF-16 units stands in a file's text; lines end with a line feed. */
export function placeInText(path: string, text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf("\n") + 1;
  let line = 1;
  for (let at = before.indexOf("\n"); at >= 0; at = before.indexOf("\n", at + 1)) line += 1;
  return { file: path, line, column: offset - lineStart + 1 };
}
