import type { FileChange } from "../../prompts/file-change.ts";
import type { Difference } from "./difference.ts";

/** What one of a task's records came to. */
export interface ReconciledPart {
  readonly differences: readonly Difference[];
  /** Files that get their recorded bytes back. */
  readonly changes: readonly FileChange[];
}

export const NOTHING: ReconciledPart = { differences: [], changes: [] };
