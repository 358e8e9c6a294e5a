import type { AcceptedDrop } from "../../gate/decision.ts";
import type { Json } from "../../prompts/reading/json.ts";
import type { AuditEntry } from "../../prompts/records/audit.ts";
import { parseAcceptances } from "./acceptance.ts";

export interface PromotedEvaluation {
  readonly task: string;
  readonly version: string;
  readonly evaluationDigest: string;
}

/** Whose word brought a version into production, where it was for exactly this evaluation: other examples or scorers need another one. */
export function acceptedPromotion(
  audit: readonly AuditEntry[],
  { task, version, evaluationDigest }: PromotedEvaluation,
): AcceptedDrop | undefined {
  const promotion = audit.findLast(
    (entry) =>
      entry.phase === "done" && entry.action === "promote" && entry.task === task && entry.to === version,
  );
  const recorded: Json = promotion?.details?.["accepted"] ?? null;
  const [acceptance] = parseAcceptances([recorded]) ?? [];
  if (acceptance?.evaluation_digest !== evaluationDigest) return undefined;
  return { by: acceptance.by, reason: acceptance.reason };
}
