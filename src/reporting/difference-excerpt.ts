import { onOneLine } from "./readable-json.ts";

/** Share of an excerpt that shows what both texts still have in common. */
const LEAD = 0.25;

/** Two texts on one line each, both beginning shortly before they differ, so that a cut does not hide the difference. */
export function differenceExcerpts(
  left: string | null,
  right: string | null,
  length: number,
): readonly [string, string] {
  const texts = [onOneLine(left ?? ""), onOneLine(right ?? "")] as const;
  if (left === null || right === null) return texts;
  const start = commonStart(texts[0], texts[1]) - Math.floor(length * LEAD);
  const fits = texts.every((text) => text.length <= length);
  return fits || start <= 0 ? texts : [from(texts[0], start), from(texts[1], start)];
}

const from = (text: string, start: number): string => `…${text.slice(start + 1)}`;

function commonStart(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && a[count] === b[count]) count += 1;
  return count;
}
