/**
 * A regular expression for texts that look like the example: any number where it has a number, a blank or none where
 * it has a blank, everything else as written.
 */
export function shapeOf(example: string): string {
  return example.replace(/\d+(?:[.,]\d+)?|\s+|[^\d\s]/gu, (part) => {
    if (/^\d/u.test(part)) return "\\d+(?:[.,]\\d+)?";
    return /^\s/u.test(part) ? "\\s?" : part.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");
  });
}
