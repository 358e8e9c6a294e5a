import type { Digests } from "../evaluation/report.ts";
import type { Counting } from "../evaluation/scoring/counted-results.ts";
import type { GatePolicy } from "../gate/decision.ts";
import type { Metadata } from "../prompts/metadata.ts";
import type { Prompt } from "../prompts/records/production-prompt.ts";
import type { RegistryTask } from "../prompts/records/registry.ts";
import type { TaskFiles } from "../prompts/task-files.ts";
import type { Acceptance } from "./evidence/acceptance.ts";
import type { CheckedAnswers } from "./evidence/checked-answers.ts";
import type { RecordedRun } from "./evidence/evidence.ts";
import type { GateChange } from "./evidence/gate-change.ts";

/** Everything that a decision about one task's promotion looks at. */
export interface PromotionCandidate {
  readonly task: TaskFiles;
  readonly metadata: Metadata;
  readonly prompt: Prompt;
  /** Digests of what is on disk now. */
  readonly digests: Digests;
  readonly registered: RegistryTask | undefined;
  /** The task's recorded runs, oldest first. */
  readonly runs: readonly RecordedRun[];
  /** Which rows of its evaluation count today. */
  readonly counting: Counting;
  /** Today's rules. */
  readonly policy: GatePolicy;
  /** What the version in production scored when it was let through, where that is on record. */
  readonly citedScore?: number;
  /** Of the run that would be cited; absent where nobody looked. */
  readonly answers?: CheckedAnswers;
  /** An owner's word for the unproven drop of exactly this evaluation. */
  readonly accepted?: Acceptance;
  /** How the gate differs from the one that let the version in production through; promotion then needs a reason. */
  readonly gateChanges?: readonly GateChange[];
}
