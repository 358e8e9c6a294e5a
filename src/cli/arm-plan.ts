import { type Asker, promptAsker } from "../evaluation/asker.ts";
import type { Provider } from "../evaluation/request.ts";
import { plannedVersion } from "../lifecycle/planned-version.ts";
import type { Prompt } from "../prompts/production-prompt.ts";
import type { Repository } from "../prompts/repository.ts";
import { promotionCandidate, type ReadyTask } from "./ready-task.ts";
import { citedScoreOf, promptVersion } from "./versions.ts";

/** One side of a comparison: which prompt, under which version, asked how. */
export interface PlannedArm {
  readonly prompt: Prompt;
  readonly version: string;
  readonly asker: Asker;
}

export interface PlannedArms {
  readonly candidate: PlannedArm;
  readonly baseline?: PlannedArm & { readonly citedScore?: number };
}

export interface ArmChoice {
  /** `candidate`, `production`, or a version. */
  readonly stage: string;
  /** `production`, `none`, or a version. */
  readonly baseline: string;
  /** Replaces the prompt's own model. */
  readonly model?: { readonly provider?: string; readonly name?: string };
}

/** Which prompts are compared. A first version, or `none`, has no baseline. Throws `Failure` for unknown versions. */
export async function planArms(
  repository: Repository,
  ready: ReadyTask,
  choice: ArmChoice,
  providerOf: (prompt: Prompt) => Promise<Provider>,
): Promise<PlannedArms> {
  const arm = async (prompt: Prompt, version: string): Promise<PlannedArm> => {
    const model = { ...prompt.model, ...choice.model };
    const asked = { ...prompt, model: { ...prompt.model, provider: model.provider, name: model.name } };
    return { prompt: asked, version, asker: promptAsker(asked, await providerOf(asked)) };
  };
  const candidate = await arm(...stagePrompt(repository, ready, choice.stage));
  const baseline = baselineVersion(ready, choice);
  if (baseline === undefined) return { candidate };
  const planned = await arm(promptVersion(repository, ready, baseline), baseline);
  const citedScore = citedScoreOf(repository, ready, baseline);
  return { candidate, baseline: { ...planned, ...(citedScore === undefined ? {} : { citedScore }) } };
}

function stagePrompt(repository: Repository, ready: ReadyTask, stage: string): readonly [Prompt, string] {
  if (stage === "candidate") {
    const version = plannedVersion(promotionCandidate(repository, ready)).version;
    return [ready.candidate, version];
  }
  const production = ready.task.production?.value;
  const version = stage === "production" ? (production?.version ?? "production") : stage;
  return [promptVersion(repository, ready, version), version];
}

function baselineVersion(ready: ReadyTask, { stage, baseline }: ArmChoice): string | undefined {
  if (baseline === "none") return undefined;
  if (baseline !== "production") return baseline;
  return stage === "production" ? undefined : ready.task.production?.value?.version;
}
