import type { Difference } from "../../lifecycle/reconciling/difference.ts";
import { EXIT, type ExitCode } from "../../prompts/exit-code.ts";
import { counted } from "../figures.ts";
import { printableLine } from "../printable-text.ts";
import type { Palette } from "./palette.ts";

export interface ShownDifferences {
  /** What still differs. */
  readonly differences: readonly Difference[];
  /** Environments of which nothing is known, and why; those whose exit is 0 need nobody's attention. */
  readonly notLookedAt: readonly {
    readonly where: string;
    readonly why: string;
    readonly fix: string;
    readonly exit: ExitCode;
  }[];
  /** What was put right. */
  readonly fixed: readonly Difference[];
  /** What a dry run would do, each beginning with a verb. */
  readonly planned: readonly string[];
}

/** What differs, what was put right, and what to do. */
export function renderDifferences(
  { differences, notLookedAt, fixed, planned }: ShownDifferences,
  palette: Palette,
): string {
  const isComplete = notLookedAt.length === 0;
  const lines = [
    ...fixed.map((each) => `${palette.good("mended")} ${lineOf(each)}`),
    ...differences.map((each) => `${palette.bad("differs")} ${lineOf(each)}. ${each.fix}`),
    ...notLookedAt.map(({ where, why, fix, exit }) => {
      const head = exit === EXIT.done ? palette.faint("not looked at") : palette.bad("not looked at");
      return `${head} ${lineOf({ where, found: why })}. ${fix}`;
    }),
    ...planned.map((what) => `  would ${what}`),
  ];
  const close =
    differences.length === 0
      ? palette.good(
          `git, registry, locked files${isComplete ? ", runs, images and services" : " and runs"} agree`,
        )
      : palette.strong(`${counted(differences.length, "difference")}; nothing else was looked at or changed`);
  return [...lines, close].join("\n");
}

const lineOf = ({ where, found }: Pick<Difference, "where" | "found">): string =>
  `${printableLine(where, 200)}: ${printableLine(found, 500)}`;
