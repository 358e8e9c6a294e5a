import type { Finding, FindingStatus } from "../../adoption/doctor/finding.ts";
import { counted } from "../figures.ts";
import { printableLine } from "../printable-text.ts";
import type { Palette } from "./palette.ts";

export type FindingCounts = Readonly<Record<FindingStatus, number>>;

const MARKS: Readonly<Record<FindingStatus, string>> = { ok: "✔", warn: "!", fail: "✘", skip: "-" };
const MAX_LINE = 500;
/** A command that is cut short is none. */
const MAX_COMMAND = 4_000;

/** One line for each, what mends it below; a last line that counts. */
export function renderFindings(findings: readonly Finding[], palette: Palette): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.flatMap((finding) => findingLines(finding, width, palette));
  return [...lines, "", summaryOf(countFindings(findings), palette)].join("\n");
}

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const count = (wanted: FindingStatus): number => findings.filter(({ status }) => status === wanted).length;
  return { ok: count("ok"), warn: count("warn"), fail: count("fail"), skip: count("skip") };
}

function findingLines(
  { name, status, found, fix }: Finding,
  width: number,
  palette: Palette,
): readonly string[] {
  const colour = { ok: palette.good, warn: palette.warn, fail: palette.bad, skip: palette.faint }[status];
  const text = printableLine(found, MAX_LINE);
  const head = `${colour(`${MARKS[status]} ${name.padEnd(width)}`)}  ${status === "skip" ? palette.faint(text) : text}`;
  return fix === undefined
    ? [head]
    : [head, `  ${" ".repeat(width)}  ${palette.note(`-> ${printableLine(fix, MAX_COMMAND)}`)}`];
}

function summaryOf({ fail, warn }: FindingCounts, palette: Palette): string {
  if (fail + warn === 0) return palette.good("Nothing is in the way.");
  const parts = [
    ...(fail === 0 ? [] : [palette.bad(`${counted(fail, "thing")} to mend`)]),
    ...(warn === 0 ? [] : [palette.warn(`${counted(warn, "thing")} to know`)]),
  ];
  return `${parts.join(", ")}.`;
}
