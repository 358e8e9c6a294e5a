import type { GateInput } from "./decision.ts";
import type { Finding } from "./finding.ts";

/** Row 2, after deployment alone: what answers must be healthy and must be what was deployed. */
export function unhealthyService({ phase, live }: GateInput): Finding | undefined {
  if (phase === "before" || live === undefined) return undefined;
  if (!live.healthy) return unhealthy("the live service is not healthy");
  if (live.reportedDigest === live.expectedDigest) return undefined;
  const reported = live.reportedDigest ?? "no digest";
  return unhealthy(`the live service reports ${reported}, but ${live.expectedDigest} was deployed`);
}

const unhealthy = (reason: string): Finding => ({ row: 2, verdict: "unhealthy", reasons: [reason] });
