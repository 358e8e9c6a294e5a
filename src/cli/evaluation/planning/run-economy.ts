import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openAnswerCache } from "../../../evaluation/adapters/answer-cache.ts";
import type { Request } from "../../../evaluation/request.ts";
import type { Asker } from "../../../evaluation/running/asker.ts";
import { createBudget } from "../../../evaluation/running/budget.ts";
import { type CacheKey, createCacheKeys } from "../../../evaluation/running/cache-key.ts";
import { answerCount } from "../../../evaluation/running/conversation.ts";
import type { ExampleUnit } from "../../../evaluation/running/evaluate.ts";
import { costUsd, lookUpPrice, upperBoundUsd } from "../../../evaluation/running/price.ts";
import type { AnswerMemory, Spending } from "../../../evaluation/running/run.ts";
import type { ModelPrice, PipelineConfig } from "../../../prompts/config.ts";
import type { Example } from "../../../prompts/examples/example.ts";
import { repeatsOf } from "../../../prompts/examples/example-exceptions.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import { SCRATCH_FOLDER } from "../../../prompts/layout.ts";
import type { Model } from "../../../prompts/metadata.ts";
import { MissingInput } from "../../../prompts/rendering/render.ts";
import type { PlannedArms } from "./arm-plan.ts";

/** Answers of both arms may stand in for fresh ones only while they are of the same day. */
const MOST_AGE_MS = 24 * 60 * 60 * 1000;

type Arms = ReadonlyMap<string, { readonly asker: Asker; readonly model: Model }>;

/** The arms that are asked; one whose model is gone is not. */
export function armsByName({ candidate, baseline }: PlannedArms): Arms {
  const of = ({ asker, prompt }: PlannedArms["candidate"]) => ({ asker, model: prompt.model });
  return new Map([
    ["candidate", of(candidate)],
    ...(baseline === undefined || baseline.gone !== undefined ? [] : [["baseline", of(baseline)] as const]),
  ]);
}

export interface RunSpending extends Spending<ExampleUnit> {
  /** The most that asking both arms these examples once can cost, US dollars. */
  mostUsd(examples: readonly Example[], repeats: number): number;
}

const FREE: ModelPrice = { usd_per_mtok_in: 0, usd_per_mtok_out: 0 };

/** What calls cost against a limit, US dollars. Throws `Failure` with exit 3 for a model without a price. */
export function spendingOf(
  arms: Arms,
  config: PipelineConfig,
  limits: { readonly limitUsd: number | undefined; readonly spentUsd: number },
): RunSpending {
  const prices = new Map([...arms].map(([name, { model }]) => [name, priceOf(config, model)]));
  const price = (arm: string): ModelPrice => prices.get(arm) ?? FREE;
  const boundUsd = (arm: string, example: Example): number => {
    if (isFree(price(arm))) return 0;
    const request = requestOf(arms, arm, example);
    return request === undefined ? 0 : upperBoundUsd(request, price(arm), answerCount(example));
  };
  return {
    budget: createBudget(limits.limitUsd, limits.spentUsd),
    upperBoundUsd: ({ arm, example }) => boundUsd(arm, example),
    costUsd: ({ arm }, { usage }) => (usage === undefined ? undefined : costUsd(usage, price(arm))),
    mostUsd: (examples, repeats) => {
      let sum = 0;
      for (const arm of arms.keys())
        for (const example of examples) sum += boundUsd(arm, example) * repeatsOf(example, repeats);
      return sum;
    },
  };
}

const isFree = (price: ModelPrice): boolean => price.usd_per_mtok_in === 0 && price.usd_per_mtok_out === 0;

/** Undefined where the arm renders none, or the example lacks an input: that is then its own error. */
function requestOf(arms: Arms, arm: string, example: Example): Request | undefined {
  try {
    return arms.get(arm)?.asker.requestFor?.(example);
  } catch (error) {
    if (!(error instanceof MissingInput)) throw error;
    return undefined;
  }
}

function priceOf(config: PipelineConfig, model: Model): ModelPrice {
  const found = lookUpPrice(config, model);
  if (found.kind === "priced") return found.price;
  throw new Failure(`${found.found}; nothing was asked`, { exit: EXIT.invalidContent, fix: found.fix });
}

export interface RunMemory {
  readonly memory?: AnswerMemory<ExampleUnit>;
  close(): void;
}

export interface MemoryScope {
  readonly root: string;
  /** Tells apart addresses that go by one provider's name. */
  readonly address: string;
  /** Answers given later are this run's own, lost on the way to its rows: counting them as cached would be wrong. */
  readonly before: Date;
  now(): Date;
}

/** Answers of the last day from `.pipeline/cache`; none where every arm answers the same at once again. */
export function openMemory(arms: Arms, { root, address, before, now }: MemoryScope): RunMemory {
  if ([...arms.values()].every(({ asker }) => asker.deterministic || asker.requestFor === undefined)) {
    return { close: () => undefined };
  }
  const folder = join(root, SCRATCH_FOLDER, "cache");
  mkdirSync(folder, { recursive: true });
  const cache = openAnswerCache(join(folder, "answers.jsonl"), now);
  const keyOf = createCacheKeys(address);
  const keyOfConversation = createCacheKeys(`conversation ${address}`);
  const key = ({ arm, example, repeat }: ExampleUnit): CacheKey | undefined => {
    const request = requestOf(arms, arm, example);
    if (request === undefined) return undefined;
    return answerCount(example) === 1 ? keyOf(request, repeat) : keyOfConversation(request, repeat);
  };
  const isFresh = (at: number): boolean => at < before.getTime() && now().getTime() - at <= MOST_AGE_MS;
  return {
    memory: {
      recall: (unit) => {
        const known = key(unit);
        const entry = known === undefined ? undefined : cache.get(known);
        return entry !== undefined && isFresh(Date.parse(entry.at)) ? entry.answer : undefined;
      },
      remember: (unit, answer) => {
        const known = key(unit);
        if (known !== undefined) cache.put(known, answer);
      },
    },
    close: () => cache.close(),
  };
}
