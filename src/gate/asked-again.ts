import type { Result } from "../evaluation/result.ts";
import { outcomesOf } from "../evaluation/scoring/example-outcome.ts";
import type { Example } from "../prompts/examples/example.ts";
import type { Decision } from "./decision.ts";
import { errorSentences } from "./error-sentence.ts";
import { examplesText } from "./figures.ts";
import { actionFor } from "./finding.ts";

/**
 * What became of examples that an earlier run failed: they were chosen for failing, so that neither their score nor any
 * comparison says anything about the prompt. Passed when all of them pass now.
 */
export function decideAgain(
  decision: Decision,
  results: readonly Result[],
  {
    metric,
    runId,
    isPersonal,
    examples,
  }: {
    readonly metric: string;
    readonly runId: string;
    readonly isPersonal: boolean;
    readonly examples: readonly Example[];
  },
): Decision {
  const statuses = Array.from(outcomesOf(results, metric, examples), ([, { status }]) => status);
  const passed = statuses.filter((status) => status === "passed").length;
  const failed = statuses.filter((status) => status === "failed").length;
  const unknown = statuses.length - passed - failed;
  const verdict = failed > 0 ? "fail" : unknown > 0 ? "inconclusive" : "pass";
  const now = `${passed} of the ${examplesText(statuses.length)} that failed in ${runId} pass now`;
  const open = unknown === 0 ? "" : `, ${unknown} could not be scored`;
  const { score, row, smoke } = decision;
  return {
    verdict,
    ...(verdict === "inconclusive" ? { inconclusive: "provider" as const } : {}),
    action: actionFor("before", "inconclusive"),
    reasons: [
      `${now}${open}`,
      "only those were asked: this is no evidence for a promotion and is not logged",
      ...errorSentences(results, isPersonal),
    ],
    row,
    smoke,
    ...(score === undefined ? {} : { score }),
  };
}
