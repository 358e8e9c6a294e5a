import {
  type CountedPlace,
  countedRun,
  type Effects,
  type Kill,
  together,
  tooMany,
} from "../../builders/counted-effects.ts";
import { ecsConfig, pushRelease } from "../../builders/ecs-ground.ts";
import { differences, type EndState, endState, type Line } from "../../builders/fault-runs.ts";
import { anEvaluatedGround, type GitGround } from "../../builders/git-ground.ts";
import { worseTemplate } from "../../builders/label-task.ts";
import { type FakeAws, startFakeAws } from "../../fakes/fake-aws.ts";

export const FIX: Line = ["reconcile", "--fix", "--commit", "--tag", "--push"];

/** A registry that somebody lost in a commit. */
export async function aLostRegistry(): Promise<GitGround> {
  const ground = await anEvaluatedGround(["colour"]);
  await ground.must("promote", "--all-ready", "--commit", "--tag", "--push");
  loseRegistry(ground);
  return ground;
}

function loseRegistry(ground: GitGround): void {
  ground.git("rm", "--quiet", "prompt_registry.yaml");
  ground.git("commit", "--quiet", "-m", "an accident");
  ground.git("push", "--quiet", "origin", "HEAD:refs/heads/main");
}

export interface DriftedService {
  readonly ground: GitGround;
  readonly aws: FakeAws;
  /** Puts AWS back as it was when the drift began. */
  again(): Promise<void>;
  close(): Promise<void>;
}

/** The same, and on ECS runs what was quarantined: files, git and AWS have to be mended. */
export async function aDriftedService(): Promise<DriftedService> {
  const aws = await startFakeAws();
  const ground = await anEvaluatedGround(["colour"], { "pipeline.config.yaml": ecsConfig(aws.liveUrl) });
  const deploy = async (exit: number): Promise<void> => {
    await pushRelease(ground.root, aws);
    const flags = ["--commit", "--tag", "--push"];
    const ended = await ground.runWith({ environment: aws.environment }, "deploy", ...flags);
    if (ended.exit !== exit) throw new Error(`deploy ended with ${ended.exit}: ${ended.stderr}`);
  };
  await ground.must("promote", "--all-ready", "--commit", "--push");
  await deploy(0);
  ground.author({ "prompts/00-templates/colour.yaml": worseTemplate("colour") });
  await ground.must("promote", "--task", "colour", "--override", "--reason", "drill", "--commit", "--push");
  await deploy(5);
  await aws.ecs.update(aws.ecs.deployments[1]?.definition ?? "");
  loseRegistry(ground);
  const { definitions, deployments, live } = aws.ecs;
  const before = structuredClone({ definitions, deployments });
  return {
    ground,
    aws,
    again: async () => {
      const { definitions: then, deployments: since } = structuredClone(before);
      aws.ecs.definitions.splice(0, Number.POSITIVE_INFINITY, ...then);
      aws.ecs.deployments.splice(0, Number.POSITIVE_INFINITY, ...since);
      aws.ecs.live = live;
      await aws.ecs.onTraffic();
    },
    close: async () => {
      ground.remove();
      await aws.close();
    },
  };
}

export interface FixedState {
  readonly tree: EndState;
  /** Image, pins and the rest of what runs, and how many task definitions there are. */
  readonly runs: string;
}

/**
 * What is left in git's files, in git and at AWS, but for the names of operations and runs, which say when or on which commit they began; of
 * histories what was measured: a run that was killed
 * right after it was logged is measured once more, and both are true.
 */
function fixedState({ ground, aws }: CountedPlace): FixedState {
  const tree = endState(ground);
  const tracked = new Set(ground.git("ls-files").split("\n"));
  const kept = Object.entries(tree.files).filter(([path]) => tracked.has(path));
  const files = kept.map(([path, text]) => [
    path,
    path.endsWith("history.jsonl") ? measuredIn(text) : withoutNames(text),
  ]);
  const [subjects, remote] = [withoutNames(tree.subjects), withoutNames(tree.remote)];
  const runs = aws?.ecs.definition(aws.ecs.live)?.fields ?? {};
  return {
    tree: { ...tree, files: Object.fromEntries(files), subjects, remote },
    runs: JSON.stringify([runs, aws?.ecs.definitions.length, aws?.ecs.unfinished ?? "finished"]),
  };
}

function measuredIn(history: string): string {
  const lines = history
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const runs = lines.map(({ stage, version, score, verdict }) => [stage, version, score, verdict].join(" "));
  return [...new Set(runs)].join("\n");
}

const withoutNames = (text: string): string =>
  text.replaceAll(/("operation":"|^Operation: )(reconcile-)?[0-9a-f]{24,64}/gm, "$1$2some");

export interface Undisturbed {
  readonly effects: Effects;
  readonly wanted: FixedState;
}

/** What mending does and leaves where nobody disturbs it. */
export async function undisturbed(place: CountedPlace): Promise<Undisturbed> {
  const { ended, effects } = await countedRun(place, FIX);
  if (ended.exit !== 0) throw new Error(`it ended with ${ended.exit}: ${ended.stderr}`);
  return { effects, wanted: fixedState(place) };
}

export interface Mended {
  readonly kill: Kill;
  /** Null for a killed run. */
  readonly exit: number | null;
  readonly again: number | null;
  readonly differs: readonly string[];
  /** Effects of both runs together that are more than twice those of one. */
  readonly tooMany: readonly string[];
}

/** Kills the command after one of its effects, runs it again, and compares with the run that nobody disturbed. */
export async function killAndMend(
  place: CountedPlace,
  kill: Kill,
  { effects, wanted }: Undisturbed,
): Promise<Mended> {
  const first = await countedRun(place, FIX, kill);
  const second = await countedRun(place, FIX);
  const is = fixedState(place);
  return {
    kill,
    ...{ exit: first.ended.exit, again: second.ended.exit },
    differs: [...differences(is.tree, wanted.tree), ...(is.runs === wanted.runs ? [] : ["what runs"])],
    tooMany: tooMany(together(first.effects, second.effects), effects),
  };
}
