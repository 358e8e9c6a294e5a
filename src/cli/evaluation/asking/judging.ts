import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openAnswerCache } from "../../../evaluation/adapters/answer-cache.ts";
import { systemPace } from "../../../evaluation/adapters/system-pace.ts";
import { createJudges, type JudgeUnit, type OpenJudges } from "../../../evaluation/judging/create-judges.ts";
import { type Judge, JudgeFailure } from "../../../evaluation/judging/judge.ts";
import { judgeSource } from "../../../evaluation/judging/judge-source.ts";
import { isJudged, resolveJudge } from "../../../evaluation/judging/resolve-judge.ts";
import type { Provider } from "../../../evaluation/request.ts";
import type { Budget } from "../../../evaluation/running/budget.ts";
import { createCacheKeys } from "../../../evaluation/running/cache-key.ts";
import { costUsd, lookUpPrice, upperBoundUsd } from "../../../evaluation/running/price.ts";
import { type AnswerMemory, DEFAULT_RUN_LIMITS, type Spending } from "../../../evaluation/running/run.ts";
import type { ModelPrice } from "../../../prompts/config.ts";
import type { Example } from "../../../prompts/examples/example.ts";
import { SCRATCH_FOLDER } from "../../../prompts/layout.ts";
import type { Metadata, ScorerConfig } from "../../../prompts/metadata.ts";
import type { JsonObject } from "../../../prompts/reading/json.ts";
import type { Repository } from "../../../prompts/repository.ts";
import type { TaskEntry } from "../../../prompts/repository-index.ts";
import { readTask } from "../../../prompts/task-files.ts";
import { createProvider, type ProviderSettings } from "./providers.ts";

/** As long as answers: a vendor may change a model under its name. */
const MOST_AGE_MS = 24 * 60 * 60 * 1000;

/** Who judges a task's answers, and how they are reached. */
export interface JudgeSetup {
  readonly repository: Repository;
  judgeOf(options: JsonObject): Judge;
  providerOf(judge: Judge): Promise<Provider>;
}

/** How one round asks its judges. */
export interface JudgeWish {
  readonly root: string;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Shared with the calls whose answers are judged. */
  readonly budget?: Budget;
  readonly usesMemory: boolean;
}

/** Entries that a model judges: the task's, and those that its examples bring along. */
export function judgedEntries(
  { evaluation }: Metadata,
  examples: readonly Example[],
): readonly ScorerConfig[] {
  const asserts = examples.flatMap(({ assert = [], messages = [] }) => [
    ...assert,
    ...messages.flatMap((turn) => turn.assert ?? []),
  ]);
  return [...evaluation.scorers, ...asserts].filter(isJudged);
}

/** Undefined where no model judges. Keys are looked for at the first question. */
export function judgeSetup(
  repository: Repository,
  metadata: Metadata,
  examples: readonly Example[],
  settings: ProviderSettings,
): JudgeSetup | undefined {
  if (judgedEntries(metadata, examples).length === 0) return undefined;
  const source = judgeSource(repository, metadata);
  const made = new Map<string, Promise<Provider>>();
  return {
    repository,
    judgeOf: (options) => {
      const found = resolveJudge(options as JsonObject & { readonly type: string }, source);
      if (found.kind === "judge") return found.judge;
      throw new JudgeFailure("harness", `${found.problem.found}. ${found.problem.fix}`);
    },
    providerOf: ({ kind, prompt }) => {
      const key = `${kind} ${prompt.model.provider}`;
      const endpoint = kind === "similarity" ? "embeddings" : "chat";
      const provider = made.get(key) ?? createProvider({ ...settings, endpoint }, prompt.model.provider);
      made.set(key, provider);
      return provider;
    },
  };
}

/** The providers that judge for a task's own scorers, as far as that can be told. */
export function judgeProviders(repository: Repository, entry: TaskEntry): readonly string[] {
  const metadata = readTask(repository.files, entry, { examples: false }).metadata?.value;
  if (metadata === undefined) return [];
  const source = judgeSource(repository, metadata);
  return metadata.evaluation.scorers.filter(isJudged).flatMap((config) => {
    const found = resolveJudge(config, source);
    return found.kind === "judge" ? [found.judge.prompt.model.provider] : [];
  });
}

/** The judges of one round; close them after it. */
export function openJudges(setup: JudgeSetup, wish: JudgeWish): OpenJudges {
  const memory = wish.usesMemory ? openJudgeMemory(setup, wish.root) : undefined;
  const judges = createJudges({
    limits: { ...DEFAULT_RUN_LIMITS, concurrency: wish.concurrency },
    pace: systemPace,
    signal: wish.signal,
    judgeOf: setup.judgeOf,
    providerOf: setup.providerOf,
    ...(wish.budget === undefined ? {} : { spending: judgeSpending(setup, wish.budget) }),
    ...(memory === undefined ? {} : { memory }),
  });
  return {
    ...judges,
    close: () => {
      judges.close();
      memory?.close();
    },
  };
}

function judgeSpending(setup: JudgeSetup, budget: Budget): Spending<JudgeUnit> {
  return {
    budget,
    upperBoundUsd: ({ call }) => upperBoundUsd(call.request, judgePrice(setup.repository, call.judge)),
    costUsd: ({ call }, { usage }) =>
      usage === undefined ? undefined : costUsd(usage, judgePrice(setup.repository, call.judge)),
  };
}

/** Validation has refused a judge without a price. */
export function judgePrice({ config }: Pick<Repository, "config">, { prompt }: Judge): ModelPrice {
  const found = lookUpPrice(config, prompt.model);
  if (found.kind === "priced") return found.price;
  throw new JudgeFailure("harness", `${found.found}. ${found.fix}`);
}

/** Judgements of the last day from `.pipeline/cache`, apart from answers. */
function openJudgeMemory(
  { repository }: JudgeSetup,
  root: string,
): AnswerMemory<JudgeUnit> & { close(): void } {
  const folder = join(root, SCRATCH_FOLDER, "cache");
  mkdirSync(folder, { recursive: true });
  const cache = openAnswerCache(join(folder, "judgements.jsonl"), () => new Date());
  const keys = new Map<string, ReturnType<typeof createCacheKeys>>();
  const key = ({ call: { judge, request, vote } }: JudgeUnit): string => {
    const { provider } = judge.prompt.model;
    const scope = `${judge.kind} ${repository.config.providers[provider]?.base_url ?? ""}`;
    const keyOf = keys.get(scope) ?? createCacheKeys(scope);
    keys.set(scope, keyOf);
    return keyOf(request, vote);
  };
  return {
    recall: (unit) => {
      const entry = cache.get(key(unit));
      const age = entry === undefined ? Number.POSITIVE_INFINITY : Date.now() - Date.parse(entry.at);
      return age <= MOST_AGE_MS ? entry?.answer : undefined;
    },
    remember: (unit, answer) => cache.put(key(unit), answer),
    close: () => cache.close(),
  };
}
