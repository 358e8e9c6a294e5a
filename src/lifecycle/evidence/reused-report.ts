import type { EvalReport, Verdict } from "../../evaluation/report.ts";
import type { GatePolicy } from "../../gate/decision.ts";
import { judgedBy } from "../../gate/policy.ts";
import type { Replay } from "../../gate/replay.ts";
import { differingRules, rulesOf } from "./gate-rules.ts";

/** A run that somebody else was already paid for, and what its answers say today. */
export interface MeasuredRun {
  readonly report: EvalReport;
  readonly replay: Replay;
  /** Whether both arms were asked once more, fresh. */
  readonly isConfirmed: boolean;
  /** Whether an owner has accepted that exactly this evaluation could not tell. */
  readonly isAccepted: boolean;
}

/** What holds where it is used again. */
export interface RulesOfToday {
  readonly policy: GatePolicy;
  /** The version that promotion would give now. */
  readonly version: string;
}

/** `why`, as a sentence's end: the models have to be asked again. */
export type ReusedReport =
  | { readonly kind: "report"; readonly report: EvalReport }
  | { readonly kind: "ask_again"; readonly why: string };

const RESULTS: readonly Verdict[] = ["pass", "fail", "regression"];

/** Why a run is no result that could be used again, as a sentence's end: it could not tell, and no owner accepts that. */
export const doubtAboutEnd = ({ verdict }: EvalReport, isAccepted: boolean): string | undefined =>
  RESULTS.includes(verdict) || (verdict === "inconclusive" && isAccepted)
    ? undefined
    : `its verdict is ${verdict}`;

/**
 * The report that the answers of an earlier run give under today's rules. A run that could not tell is asked again; so is one that
 * passed and does not under stricter rules, as long as no second round has confirmed it.
 */
export function reusedReport(measured: MeasuredRun, { policy, version }: RulesOfToday): ReusedReport {
  const { report, replay } = measured;
  const { verdict } = replay;
  const unclear = doubtAboutEnd(report, measured.isAccepted);
  if (unclear !== undefined) return askAgain(unclear);
  const others = differingRules({ threshold: report.threshold, ...report.policy }, rulesOf(policy));
  if (others.length === 0)
    return verdict === report.verdict
      ? { kind: "report", report: { ...report, version } }
      : askAgain(`its answers say ${verdict}, and its report ${report.verdict}`);
  const under = others.join(", ");
  const isFinal = verdict === "pass" || measured.isConfirmed || report.baseline === null;
  if (!isFinal || !RESULTS.includes(verdict))
    return askAgain(`with ${under} it says ${verdict}, which nothing has confirmed`);
  return { kind: "report", report: { ...decidedAnew(measured, policy, under), version } };
}

const askAgain = (why: string): ReusedReport => ({ kind: "ask_again", why });

function decidedAnew({ report, replay }: MeasuredRun, policy: GatePolicy, under: string): EvalReport {
  const { verdict, reasons, decision } = replay;
  return {
    ...report,
    threshold: policy.threshold,
    policy: judgedBy(policy),
    interval: decision?.interval ?? null,
    detectable_drop: decision?.detectableDrop ?? null,
    baseline: decision?.baseline ?? null,
    verdict,
    reasons: [...reasons, `decided anew from the same answers with ${under}`],
  };
}
