import { type Bump, bumpOf, larger, nextVersion } from "../../prompts/version-bump.ts";
import type { PromotionCandidate } from "../candidate.ts";

/** The version that promotion gives a candidate; a candidate that is in production already has its version. */
export function plannedVersion(
  candidate: Pick<PromotionCandidate, "task" | "metadata" | "prompt" | "digests" | "registered">,
): {
  readonly bump: Bump | "first";
  readonly version: string;
} {
  const { task, metadata, prompt, digests, registered } = candidate;
  const known = registered?.versions.map(({ version }) => version) ?? [];
  const before = task.production?.value;
  if (before === undefined) return { bump: "first", version: nextVersion(known, "patch") };
  const bump = larger(bumpOf(before, prompt), metadata.bump ?? "patch");
  const isLive = registered?.production?.prompt_digest === digests.prompt;
  return { bump, version: isLive ? before.version : nextVersion(known, bump) };
}
