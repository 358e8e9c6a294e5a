import { resolve } from "node:path";
import { parseShard, type Shard } from "../../../evaluation/running/shard.ts";
import type { Sample } from "../../../evaluation/sample-examples.ts";
import type { Metadata } from "../../../prompts/metadata.ts";
import type { Flags } from "../../frame/command.ts";
import { usage } from "../../frame/parse-flags.ts";

/** What one run of one task asks, as far as flags say it; written down so that a resumed run asks the same. */
export interface RunChoice {
  readonly task: string;
  /** `candidate`, `production`, or a version. */
  readonly stage: string;
  /** `production`, `none`, or a version. */
  readonly baseline: string;
  /** Answers for each example. */
  readonly repeats: number;
  /** Instead of the prompt's own. */
  readonly provider?: string;
  readonly model?: string;
  readonly base_url?: string;
  /** Absolute paths of answers made elsewhere. */
  readonly outputs?: string;
  readonly baseline_outputs?: string;
  readonly shard?: Shard;
  readonly sample?: Sample;
  /** Only the examples that failed in this run. */
  readonly only_failed?: string;
}

/** Flags that a resumed or merged run takes from what it continues. */
const CHOICE_FLAGS = [
  "stage",
  "baseline",
  "outputs",
  "baseline-outputs",
  "provider",
  "model",
  "base-url",
  "repeat",
  "shard",
  "only-failed",
  "sample",
  "seed",
] as const;

/** They name runs whose choices are on record. */
const TAKING_FLAGS = ["resume", "merge"] as const;
/** They make sense only where somebody is asked. */
const LIVE_FLAGS = ["provider", "model", "base-url", "shard", "only-failed", "sample"] as const;

const COMMAND = { name: "eval-runner" };

/** One choice a model that was named, or the one of the task's own. Throws `Failure` with exit 2 where flags contradict. */
export function choicesOf(flags: Flags, metadata: Metadata): readonly RunChoice[] {
  const shard = shardOf(flags);
  const outputs = flags.text("outputs");
  const baselineOutputs = flags.text("baseline-outputs");
  const baseUrl = flags.text("base-url");
  const onlyFailed = flags.text("only-failed");
  const sample = sampleIn(flags);
  const common = {
    task: metadata.task,
    stage: flags.text("stage") ?? "candidate",
    baseline:
      flags.text("baseline") ?? (outputs === undefined && onlyFailed === undefined ? "production" : "none"),
    repeats: flags.number("repeat") ?? metadata.evaluation.repeats ?? 1,
    ...(baseUrl === undefined ? {} : { base_url: baseUrl }),
    ...(outputs === undefined ? {} : { outputs: resolve(outputs) }),
    ...(baselineOutputs === undefined ? {} : { baseline_outputs: resolve(baselineOutputs) }),
    ...(shard === undefined ? {} : { shard }),
    ...(onlyFailed === undefined ? {} : { only_failed: onlyFailed }),
    ...(sample === undefined ? {} : { sample }),
  };
  return askedModels(flags).map((asked) => ({ ...common, ...asked }));
}

/** Throws `Failure` with exit 2 for flags that cannot stand together. */
export function checkChoiceFlags(flags: Flags): void {
  const given = (name: string): boolean => flags.isGiven(name);
  const refuse = (found: string, fix: string): never => {
    throw usage(COMMAND, found, fix);
  };
  const taken = TAKING_FLAGS.find(given);
  const superfluous = [...CHOICE_FLAGS, "all", "changed-since", ...TAKING_FLAGS].find(
    (name) => name !== taken && given(name),
  );
  if (taken !== undefined && superfluous !== undefined)
    refuse(`--${superfluous} with --${taken}`, "What that run asks is on record; leave it out.");
  if (given("baseline-outputs") && !given("outputs"))
    refuse("--baseline-outputs without --outputs", "Give both.");
  if (given("outputs") && flags.many("task").length !== 1)
    refuse("--outputs goes with exactly one --task", "Name one task.");
  const live = LIVE_FLAGS.find(given);
  if (given("outputs") && live !== undefined)
    refuse(`--outputs with --${live}`, "Answers made elsewhere are read; nobody is asked.");
  const other = ["shard", "only-failed"].find(given);
  if (given("sample") && other !== undefined)
    refuse(`--sample with --${other}`, "Each chooses examples its own way; give one.");
  if (given("sample") && (flags.text("stage") ?? "candidate") === "candidate")
    refuse("--sample of the candidate", "A promotion needs all examples; add --stage production.");
  if (given("seed") && !given("sample")) refuse("--seed without --sample", "Give --sample N too.");
  const compared = ["shard", "baseline"].find(given);
  if (given("only-failed") && compared !== undefined)
    refuse(
      `--only-failed with --${compared}`,
      "It asks a few examples again and compares them with nothing.",
    );
}

/** No evidence for a promotion comes from some of the examples. */
function sampleIn(flags: Flags): Sample | undefined {
  const size = flags.number("sample");
  return size === undefined ? undefined : { size, seed: flags.text("seed") ?? "1" };
}

function shardOf(flags: Flags): Shard | undefined {
  const text = flags.text("shard");
  const shard = text === undefined ? undefined : parseShard(text);
  if (text !== undefined && shard === undefined)
    throw usage(COMMAND, `--shard got "${text}"`, "Give I/N, for example 2/4.");
  return shard;
}

/** Providers and models in pairs; one of either goes with all of the other. */
function askedModels(flags: Flags): readonly Pick<RunChoice, "provider" | "model">[] {
  const [providers, models] = [flags.many("provider"), flags.many("model")];
  const size = Math.max(providers.length, models.length, 1);
  if ([providers, models].some(({ length }) => length > 1 && length !== size)) {
    throw usage(
      COMMAND,
      `${providers.length} times --provider with ${models.length} times --model`,
      "Give one of each for every run, or one for all.",
    );
  }
  return Array.from({ length: size }, (_, at) => {
    const provider = providers[providers.length === 1 ? 0 : at];
    const model = models[models.length === 1 ? 0 : at];
    return { ...(provider === undefined ? {} : { provider }), ...(model === undefined ? {} : { model }) };
  });
}
