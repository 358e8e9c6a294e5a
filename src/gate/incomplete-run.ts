import type { CallError } from "../evaluation/request.ts";
import type { RunEnd } from "../evaluation/running/run.ts";
import type { Decision, GateInput } from "./decision.ts";
import { actionFor } from "./finding.ts";

/** A run that was cut short says nothing about the prompt, however good or bad what it saw looks (row 4). */
export function decideIncomplete(
  phase: GateInput["phase"],
  partial: Decision,
  end: Exclude<RunEnd, { readonly kind: "complete" }>,
): Decision {
  return {
    ...partial,
    verdict: "inconclusive",
    inconclusive: "provider",
    row: 4,
    action: actionFor(phase, "inconclusive"),
    reasons: [`${whyOf(end)}: the figures are of a part of the examples and decide nothing`],
  };
}

function whyOf(end: Exclude<RunEnd, { readonly kind: "complete" }>): string {
  switch (end.kind) {
    case "budget":
      return `stopped at the limit of $${end.limitUsd}, with $${end.spentUsd.toFixed(4)} spent`;
    case "refused":
      return "stopped because the key was refused";
    case "unjudged":
      return `stopped because the judge ${end.judge} does not answer${statusText(end.error)}: answers that nobody can score would only cost`;
    case "stopped":
      return "stopped by a signal";
  }
}

const statusText = ({ status }: CallError): string => (status === undefined ? "" : ` (HTTP ${status})`);
