import { readFileSync } from "node:fs";
import type { Digests, EvalReport } from "../../../evaluation/report.ts";
import { isInShard } from "../../../evaluation/running/shard.ts";
import { isPart, sampleOf } from "../../../evaluation/sample-examples.ts";
import { canonicalJson } from "../../../prompts/adapters/canonical-json.ts";
import { promptDigest } from "../../../prompts/digests.ts";
import type { Example } from "../../../prompts/examples/example.ts";
import type { Prompt } from "../../../prompts/records/production-prompt.ts";
import { sha256 } from "../../../prompts/sha256.ts";
import type { CommandContext } from "../../frame/command.ts";
import { todayUtc } from "../../frame/today.ts";
import type { Workspace } from "../../frame/workspace.ts";
import { askedProviders, latentProviders } from "../asking/asked-providers.ts";
import { type JudgeSetup, judgeSetup } from "../asking/judging.ts";
import { failedExamples } from "../failed-examples.ts";
import { digestsOf, type ReadyTask } from "../ready-task.ts";
import type { RunChoice } from "../runs/run-choice.ts";
import type { RunParts } from "../runs/run-folder.ts";
import { type ArmSource, type PlannedArms, planArms } from "./arm-plan.ts";
import { externalArms } from "./external-arms.ts";

export const DEFAULT_CONCURRENCY = 16;

/** One run, ready to begin: who is asked which examples, and what its rows will depend on. */
export interface PlannedRun {
  readonly ready: ReadyTask;
  readonly choice: RunChoice;
  readonly arms: PlannedArms;
  /** All of the task's, or those of a shard or of an earlier run's failures. */
  readonly examples: readonly Example[];
  /** Of the whole task, whichever examples are asked. */
  readonly digests: Digests;
  readonly evidence: EvalReport["evidence"];
  readonly parts: RunParts;
  readonly judges?: JudgeSetup;
}

/** Throws `Failure` for a missing key, an unknown version, or files that cannot be used; nothing was asked then. */
export async function planRun(
  context: CommandContext,
  workspace: Workspace,
  ready: ReadyTask,
  choice: RunChoice,
): Promise<PlannedRun> {
  const source = armSource(context, workspace, ready, choice);
  const isExternal = choice.outputs !== undefined;
  const arms =
    choice.outputs === undefined
      ? await planArms(source, choice)
      : await externalArms(source, choice, choice.outputs);
  const digests = digestsOf(ready, arms.candidate.prompt, choice.repeats);
  const judges = judgesOf(context, workspace, ready);
  return {
    ready,
    choice,
    arms,
    examples: chosenExamples(workspace, ready, choice),
    digests,
    evidence: isExternal ? "external" : "live",
    parts: partsOf(workspace, choice, arms, digests),
    ...(judges === undefined ? {} : { judges }),
  };
}

/** `--provider`, `--model` and `--base-url` change who answers, not who judges. */
function judgesOf(
  { flags, environment }: CommandContext,
  { repository }: Workspace,
  { metadata, examples }: ReadyTask,
): JudgeSetup | undefined {
  const concurrency = flags.number("concurrency") ?? DEFAULT_CONCURRENCY;
  return judgeSetup(repository, metadata, examples, { config: repository.config, environment, concurrency });
}

/** A merged run asks only to confirm, so that its keys are looked for only then. */
function armSource(
  { flags, environment, isDryRun }: CommandContext,
  { root, repository }: Workspace,
  ready: ReadyTask,
  { base_url }: RunChoice,
): ArmSource {
  const settings = {
    config: repository.config,
    environment,
    concurrency: flags.number("concurrency") ?? DEFAULT_CONCURRENCY,
    ...(base_url === undefined ? {} : { baseUrl: base_url }),
  };
  const isLatent = isDryRun || flags.isGiven("merge");
  const providerOf = isLatent ? latentProviders(settings) : askedProviders(settings);
  return { root, repository, ready, today: todayUtc(), providerOf };
}

function chosenExamples(workspace: Workspace, ready: ReadyTask, choice: RunChoice): readonly Example[] {
  const { shard, only_failed, sample } = choice;
  if (isPart(sample, ready.examples.length)) return sampleOf(ready.examples, sample);
  if (shard !== undefined) return ready.examples.filter(({ id }) => isInShard(id, shard));
  if (only_failed === undefined) return ready.examples;
  const failed = failedExamples(workspace, ready, only_failed);
  return ready.examples.filter(({ id }) => failed.has(id));
}

function partsOf(
  { repository }: Workspace,
  choice: RunChoice,
  { candidate, baseline }: PlannedArms,
  digests: Digests,
): RunParts {
  const { provider } = candidate.prompt.model;
  const address = choice.base_url ?? repository.config.providers[provider]?.base_url ?? "";
  const files = [choice.outputs, choice.baseline_outputs].flatMap((path) => path ?? []);
  return {
    "the prompt": wordingDigest(candidate.prompt),
    "the model": sha256(canonicalJson(candidate.prompt.model)),
    "the provider's address": sha256(address),
    "the examples": digests.dataset,
    "the scorers": digests.scorers,
    "the number of repeats": String(choice.repeats),
    ...(baseline === undefined ? {} : { "the baseline": promptDigest(baseline.prompt) }),
    ...(files.length === 0
      ? {}
      : { "the answers made elsewhere": sha256(files.map((path) => sha256(readFileSync(path))).join()) }),
  };
}

/** A prompt without its model, so that a refusal can name which of the two changed. */
function wordingDigest(prompt: Prompt): string {
  return promptDigest({ ...prompt, model: { provider: "", name: "", parameters: {} } });
}
