import { concludeFault, concludeWeighed } from "./conclude.ts";
import type { Decision, GateInput } from "./decision.ts";
import { errorsOnArms } from "./errors-on-arms.ts";
import { weigh } from "./evidence.ts";
import type { Finding } from "./finding.ts";
import { invalidRecord } from "./invalid-record.ts";
import { unhealthyService } from "./live-service.ts";
import { isCompared, ruleOnComparison } from "./rules-on-comparison.ts";
import { isSmoke, ruleOnThreshold } from "./rules-on-threshold.ts";

/**
 * The gate: the first row of the table in docs/gate.md that matches. Total and deterministic: it never throws, and the
 * same evidence in any order of arrival gives the same decision. Without `confirmation` the one comparison decides.
 */
export function decide(input: GateInput): Decision {
  const fault = invalidRecord(input) ?? unhealthyService(input) ?? errorsOnArms(input);
  if (fault !== undefined) return concludeFault(input, fault);

  const evidence = weigh(input);
  if (evidence === undefined) return concludeFault(input, nothingCounted(input));

  const compares = isCompared(evidence) && !isSmoke(input);
  const finding = compares ? ruleOnComparison(input, evidence) : ruleOnThreshold(input, evidence);
  return concludeWeighed(input, finding, evidence);
}

const nothingCounted = ({ candidate }: GateInput): Finding => ({
  row: 1,
  verdict: "error",
  reasons: [`${candidate.table.metric} cannot be computed: nothing that it counts occurred (0/0)`],
});
