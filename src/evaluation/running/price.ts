import type { ModelPrice, PipelineConfig } from "../../prompts/config.ts";
import type { Model } from "../../prompts/metadata.ts";
import { nearestName } from "../../prompts/nearest-name.ts";
import type { JsonObject } from "../../prompts/reading/json.ts";
import type { Request, Usage } from "../request.ts";

const TOKENS_PER_PRICE = 1_000_000;
/** What a model may write when the prompt sets no limit; set `max_completion_tokens` for a tighter bound. */
export const ASSUMED_TOKENS_OUT = 8_192;
/** Role, separators and the like that a chat format adds. */
const TOKENS_PER_MESSAGE = 16;
const LIMIT_KEYS = ["max_completion_tokens", "max_tokens", "max_output_tokens"] as const;

export type PriceLookup =
  | { readonly kind: "priced"; readonly price: ModelPrice }
  | { readonly kind: "unpriced"; readonly found: string; readonly fix: string };

/** A model that the configuration does not price is refused: nothing unknown is counted as free. */
export function lookUpPrice(config: PipelineConfig, model: Model): PriceLookup {
  const provider = Object.hasOwn(config.providers, model.provider)
    ? config.providers[model.provider]
    : undefined;
  const models = provider?.models ?? {};
  const price = Object.hasOwn(models, model.name) ? models[model.name] : undefined;
  if (price !== undefined) return { kind: "priced", price };
  if (provider?.kind === "offline")
    return { kind: "priced", price: { usd_per_mtok_in: 0, usd_per_mtok_out: 0 } };
  const near = nearestName(model.name, Object.keys(models));
  return {
    kind: "unpriced",
    found: `model "${model.name}" of provider "${model.provider}" has no price`,
    fix: `Add usd_per_mtok_in and usd_per_mtok_out under providers.${model.provider}.models in pipeline.config.yaml${near === undefined ? " (0 for a local model)" : `, or name "${near}"`}.`,
  };
}

export function costUsd(usage: Usage, price: ModelPrice): number {
  const micro = usage.tokens_in * price.usd_per_mtok_in + usage.tokens_out * price.usd_per_mtok_out;
  return micro / TOKENS_PER_PRICE;
}

/**
 * The most that an example can cost: every byte sent as a token of its own, and as many out as the prompt allows. In a
 * conversation each of its `answers` is sent again with every later one.
 */
export function upperBoundUsd(request: Request, price: ModelPrice, answers = 1): number {
  if (price.usd_per_mtok_in === 0 && price.usd_per_mtok_out === 0) return 0;
  const out = tokensOutBound(request.model.parameters);
  const sentAgain = (out * answers * (answers - 1)) / 2;
  const usage = { tokens_in: answers * tokensInBound(request) + sentAgain, tokens_out: answers * out };
  return costUsd(usage, price);
}

function tokensInBound(request: Request): number {
  const { messages, tools = [], output } = request;
  const around = utf8Length(JSON.stringify({ tools, output }));
  return messages.reduce((sum, { content }) => sum + utf8Length(content) + TOKENS_PER_MESSAGE, around);
}

/** What a model may write at most with these parameters, tokens. */
export function tokensOutBound(parameters: JsonObject): number {
  for (const key of LIMIT_KEYS) {
    const limit = Object.hasOwn(parameters, key) ? parameters[key] : undefined;
    if (typeof limit === "number" && limit > 0) return limit;
  }
  return ASSUMED_TOKENS_OUT;
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
