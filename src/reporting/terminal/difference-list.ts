import type { Difference } from "../../lifecycle/reconciling/difference.ts";
import { counted } from "../figures.ts";
import { printableLine } from "../printable-text.ts";
import type { Palette } from "./palette.ts";

export interface ShownDifferences {
  /** What still differs. */
  readonly differences: readonly Difference[];
  /** What was put right. */
  readonly fixed: readonly Difference[];
  /** What a dry run would do, each beginning with a verb. */
  readonly planned: readonly string[];
}

/** What differs, what was put right, and what to do. */
export function renderDifferences(
  { differences, fixed, planned }: ShownDifferences,
  palette: Palette,
): string {
  const lines = [
    ...fixed.map((each) => `${palette.good("mended")} ${lineOf(each)}`),
    ...differences.map((each) => `${palette.bad("differs")} ${lineOf(each)}. ${each.fix}`),
    ...planned.map((what) => `  would ${what}`),
  ];
  const close =
    differences.length === 0
      ? palette.good("git, registry, locked files, runs, images and services agree")
      : palette.strong(`${counted(differences.length, "difference")}; nothing else was looked at or changed`);
  return [...lines, close].join("\n");
}

const lineOf = ({ where, found }: Difference): string =>
  `${printableLine(where, 200)}: ${printableLine(found, 500)}`;
