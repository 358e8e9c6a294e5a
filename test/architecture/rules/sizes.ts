import type { Rule } from "../source-file.ts";

const FILE_LINES = 300;
const SCRIPT_LINES = 40;
const FUNCTION_LINES = 60;

/** No file and no function is so long that it does a second thing. */
export const nothingIsTooLong: Rule = (files) =>
  files.flatMap(({ path, lines, functions }) => {
    const wall = path.startsWith("scripts/") ? SCRIPT_LINES : FILE_LINES;
    return [
      ...(lines > wall ? [`${path}: has ${lines} lines; the wall is ${wall}.`] : []),
      ...functions
        .filter((one) => one.lines > FUNCTION_LINES)
        .map(
          (one) => `${path}:${one.line}: a function of ${one.lines} lines; the wall is ${FUNCTION_LINES}.`,
        ),
    ];
  });
