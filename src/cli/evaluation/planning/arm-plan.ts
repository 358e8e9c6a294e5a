import type { Provider } from "../../../evaluation/request.ts";
import { type Asker, promptAsker } from "../../../evaluation/running/asker.ts";
import type { StoredBaseline } from "../../../gate/judge.ts";
import { plannedVersion } from "../../../lifecycle/plans/planned-version.ts";
import type { Prompt } from "../../../prompts/records/production-prompt.ts";
import type { Repository } from "../../../prompts/repository.ts";
import { promotionCandidate, type ReadyTask } from "../ready-task.ts";
import { retirementOf, storedBaseline } from "../stored-baseline.ts";
import { citedScoreOf, promptVersion } from "../versions.ts";

/** One side of a comparison: which prompt, under which version, asked how. */
export interface PlannedArm {
  readonly prompt: Prompt;
  readonly version: string;
  readonly asker: Asker;
}

export interface PlannedBaseline extends PlannedArm {
  readonly citedScore?: number;
  /** Why its model need not be asked any more. */
  readonly gone?: string;
  stored?(): StoredBaseline | undefined;
}

export interface PlannedArms {
  readonly candidate: PlannedArm;
  readonly baseline?: PlannedBaseline;
}

export interface ArmChoice {
  /** `candidate`, `production`, or a version. */
  readonly stage: string;
  /** `production`, `none`, or a version. */
  readonly baseline: string;
  /** Replace the prompt's own. */
  readonly provider?: string;
  readonly model?: string;
}

/** What arms are planned from. */
export interface ArmSource {
  /** Where the repository is on disk. */
  readonly root: string;
  readonly repository: Repository;
  readonly ready: ReadyTask;
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string;
  providerOf(prompt: Prompt): Promise<Provider>;
}

/** Which prompts are compared. A first version, or `none`, has no baseline. Throws `Failure` for unknown versions. */
export async function planArms(source: ArmSource, choice: ArmChoice): Promise<PlannedArms> {
  const candidate = await askedArm(source, choice, ...stagePrompt(source, choice.stage));
  const baseline = await planBaseline(source, choice);
  return { candidate, ...(baseline === undefined ? {} : { baseline }) };
}

/** The arm to compare with, asked like the candidate; its stored answers stand by for a model that is gone. */
export async function planBaseline(
  source: ArmSource,
  choice: ArmChoice,
): Promise<PlannedBaseline | undefined> {
  const { root, repository, ready, today } = source;
  const version = baselineVersion(ready, choice);
  if (version === undefined) return undefined;
  const arm = await askedArm(source, choice, promptVersion(repository, ready, version), version);
  const citedScore = citedScoreOf(repository, ready, version);
  const gone = retirementOf(repository.config, arm.prompt.model, today);
  return {
    ...arm,
    ...(citedScore === undefined ? {} : { citedScore }),
    ...(gone === undefined ? {} : { gone }),
    stored: () => storedBaseline(root, repository, ready, version),
  };
}

async function askedArm(
  { providerOf }: ArmSource,
  { provider, model: name }: ArmChoice,
  prompt: Prompt,
  version: string,
): Promise<PlannedArm> {
  const { model } = prompt;
  const asked = {
    ...prompt,
    model: { ...model, provider: provider ?? model.provider, name: name ?? model.name },
  };
  return { prompt: asked, version, asker: promptAsker(asked, await providerOf(asked)) };
}

/** The prompt of a stage and the version that it is reported under. */
export function stagePrompt(
  { repository, ready }: Pick<ArmSource, "repository" | "ready">,
  stage: string,
): readonly [Prompt, string] {
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
