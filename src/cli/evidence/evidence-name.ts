import { sha256 } from "../../prompts/sha256.ts";

/**
 * The artifact's name for what it holds: the evaluation digest of its one run; for several runs the SHA-256 of their digests,
 * sorted and joined by line feeds.
 */
export function evidenceName(evaluationDigests: readonly string[]): string {
  const [first, ...more] = [...new Set(evaluationDigests)].sort();
  if (first === undefined) return "";
  return `evidence-${more.length === 0 ? first : sha256([first, ...more].join("\n"))}`;
}
