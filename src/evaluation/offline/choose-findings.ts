import { holds, overlaps } from "./mentions.ts";
import type { Finding } from "./variant-findings.ts";

/**
 * The findings that stand, in order of variant and text. No number serves two objects: the better rank has it, and
 * where two variants have an equal claim neither does. Of one variant only the best finding stands, unless it may repeat.
 */
export function chooseFindings(
  findings: readonly Finding[],
  mayRepeat: ReadonlySet<number>,
): readonly Finding[] {
  let open = findings.filter((finding) => !findings.some((other) => isPartOf(finding, other)));
  const chosen: Finding[] = [];
  for (let best = bestOf(open); best !== undefined; best = bestOf(open)) {
    const leading = best;
    const contested = open.some((other) => other.variant !== leading.variant && sameClaim(leading, other));
    if (!contested) chosen.push(leading);
    const done = contested || mayRepeat.has(leading.variant) ? undefined : leading.variant;
    open = open.filter((other) => other !== leading && other.variant !== done && !rivals(leading, other));
  }
  return chosen.toSorted((a, b) => a.variant - b.variant || a.start - b.start);
}

/** A number within a longer figure or name, as the 15 of 25x52x15 or the M12 of M12 connector, is not one of its own. */
function isPartOf(finding: Finding, other: Finding): boolean {
  return finding.kind !== "label" && other.kind !== "number" && holds(other, finding);
}

function rivals(a: Finding, b: Finding): boolean {
  return a.kind !== "label" && b.kind !== "label" && overlaps(a, b);
}

function sameClaim(a: Finding, b: Finding): boolean {
  return rivals(a, b) && compareRanks(a, b) === 0;
}

function bestOf(findings: readonly Finding[]): Finding | undefined {
  return findings.toSorted((a, b) => compareRanks(a, b) || a.start - b.start || a.variant - b.variant)[0];
}

function compareRanks(a: Finding, b: Finding): number {
  const at = a.rank.findIndex((value, index) => value !== b.rank[index]);
  return at < 0 ? 0 : (b.rank[at] ?? 0) - (a.rank[at] ?? 0);
}
