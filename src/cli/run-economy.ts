import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openAnswerCache } from "../evaluation/adapters/answer-cache.ts";
import type { Asker } from "../evaluation/asker.ts";
import { type Budget, createBudget } from "../evaluation/budget.ts";
import { type CacheKey, createCacheKeys } from "../evaluation/cache-key.ts";
import type { ExampleUnit } from "../evaluation/evaluate.ts";
import { costUsd, lookUpPrice, upperBoundUsd } from "../evaluation/price.ts";
import type { Request } from "../evaluation/request.ts";
import type { AnswerMemory, Spending } from "../evaluation/run-examples.ts";
import type { ModelPrice, PipelineConfig } from "../prompts/config.ts";
import { EXIT } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";
import { SCRATCH_FOLDER } from "../prompts/layout.ts";
import type { Model } from "../prompts/metadata.ts";
import type { PlannedArms } from "./arm-plan.ts";

/** Answers of both arms may stand in for fresh ones only while they are of the same day. */
const MOST_AGE_MS = 24 * 60 * 60 * 1000;

type Arms = ReadonlyMap<string, { readonly asker: Asker; readonly model: Model }>;

export function armsByName(arms: PlannedArms): Arms {
  const of = ({ asker, prompt }: PlannedArms["candidate"]) => ({ asker, model: prompt.model });
  return new Map([
    ["candidate", of(arms.candidate)],
    ...(arms.baseline === undefined ? [] : [["baseline", of(arms.baseline)] as const]),
  ]);
}

/** What calls cost against a limit in US dollars. Throws `Failure` with exit 3 for a model without a price. */
export function spendingOf(
  arms: Arms,
  config: PipelineConfig,
  limitUsd: number | undefined,
): Spending<ExampleUnit> {
  const prices = new Map([...arms].map(([name, { model }]) => [name, priceOf(config, model)]));
  const budget: Budget = createBudget(limitUsd);
  const price = (unit: ExampleUnit): ModelPrice =>
    prices.get(unit.arm) ?? { usd_per_mtok_in: 0, usd_per_mtok_out: 0 };
  return {
    budget,
    upperBoundUsd: (unit) => {
      const request = arms.get(unit.arm)?.asker.requestFor?.(unit.example);
      return request === undefined ? 0 : upperBoundUsd(request, price(unit));
    },
    costUsd: (unit, answer) => (answer.usage === undefined ? undefined : costUsd(answer.usage, price(unit))),
  };
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

/** Answers of the last day from `.pipeline/cache`; none where every arm answers the same at once again. */
export function openMemory(root: string, arms: Arms, scope: string, now: () => Date): RunMemory {
  if ([...arms.values()].every(({ asker }) => asker.deterministic || asker.requestFor === undefined)) {
    return { close: () => undefined };
  }
  const folder = join(root, SCRATCH_FOLDER, "cache");
  mkdirSync(folder, { recursive: true });
  const cache = openAnswerCache(join(folder, "answers.jsonl"), now);
  const keyOf = createCacheKeys(scope);
  const key = (unit: ExampleUnit): CacheKey | undefined => {
    const request: Request | undefined = arms.get(unit.arm)?.asker.requestFor?.(unit.example);
    return request === undefined ? undefined : keyOf(request, unit.repeat);
  };
  return {
    memory: {
      recall: (unit) => {
        const known = key(unit);
        const entry = known === undefined ? undefined : cache.get(known);
        if (entry === undefined || now().getTime() - Date.parse(entry.at) > MOST_AGE_MS) return undefined;
        return entry.answer;
      },
      remember: (unit, answer) => {
        const known = key(unit);
        if (known !== undefined) cache.put(known, answer);
      },
    },
    close: () => cache.close(),
  };
}
