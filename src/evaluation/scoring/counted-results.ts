import type { Example, FlakyRule } from "../../prompts/examples/example.ts";
import { isQuarantined } from "../../prompts/examples/example-exceptions.ts";
import { exampleGroups } from "../example-groups.ts";
import type { EvalReport } from "../report.ts";
import type { Result } from "../result.ts";
import { flakyRules, standingRows } from "./example-outcome.ts";

/** What decides which rows count, and as what. */
export interface Counting {
  readonly examples: readonly Example[];
  readonly metric: string;
  /** Answers for each example that has no rule of its own. */
  readonly repeats: number;
  /** `YYYY-MM-DD`, UTC: quarantines end. */
  readonly today: string;
}

/** How a recorded run counted, from its own record. */
export function recordedCounting(
  { exceptions = {}, metric, at }: Pick<EvalReport, "exceptions" | "metric" | "at">,
  repeats: number,
): Counting {
  const examples = Object.entries(exceptions).map(
    ([id, exception]): Example =>
      "pass" in exception
        ? { id, input: {}, flaky: exception }
        : { id, input: {}, quarantine: { until: exception.quarantined_until, reason: "" } },
  );
  return { examples, metric, repeats, today: at.slice(0, 10) };
}

/** The rows of examples that are not quarantined. */
export function countingResults(
  results: readonly Result[],
  { examples, today }: Counting,
): readonly Result[] {
  const left = new Set(examples.filter((one) => isQuarantined(one, today)).map(({ id }) => id));
  return left.size === 0 ? results : results.filter(({ id }) => !left.has(id));
}

/**
 * The rows that count, every example with as many as the others have. An example that passes when k of n answers do stands
 * with its passing answers once there are k, and with its failing ones once k are out of reach; where errors leave that open
 * it stands with those, and is not scored.
 */
export function countedResults(results: readonly Result[], counting: Counting): readonly Result[] {
  const rules = flakyRules(counting.examples);
  const rows = countingResults(results, counting);
  if (rules.size === 0) return rows;
  return [...exampleGroups(rows)].flatMap(([id, own]) => {
    const rule = rules.get(id);
    return rule === undefined ? own : standIns(own, rule, counting);
  });
}

function standIns(
  rows: readonly Result[],
  rule: FlakyRule,
  { metric, repeats }: Counting,
): readonly Result[] {
  const standing = standingRows(rows, rule, metric);
  return Array.from({ length: repeats }, (_, at) => standing[at % standing.length]).flatMap((row, at) =>
    row === undefined ? [] : [{ ...row, repeat: at + 1 }],
  );
}
