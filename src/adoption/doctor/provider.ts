import type { Reply, Request } from "../../evaluation/request.ts";
import { costUsd, lookUpPrice, upperBoundUsd } from "../../evaluation/running/price.ts";
import type { PipelineConfig, ProviderConfig } from "../../prompts/config.ts";
import type { Model } from "../../prompts/metadata.ts";
import { type Finding, failed, ok, skipped, warned } from "./finding.ts";

/** What is known of a provider without asking it. The key itself is looked at here and shown nowhere. */
export interface ProviderFacts {
  readonly name: string;
  readonly provider: ProviderConfig;
  readonly key: string | undefined;
  /** Models of it that tasks use. */
  readonly models: readonly Model[];
}

/** Whether a provider's key is there and looks like one. */
export function judgeKey({ name, provider, key, models }: ProviderFacts): Finding {
  const about = `provider ${name}`;
  if (provider.kind === "offline") return ok(about, "embedded: a baseline reader, not a language model");
  const { key_env } = provider;
  if (key_env === undefined) return ok(about, "needs no key");
  const set = `export ${key_env}=...`;
  if (key === undefined || key === "") {
    return models.length === 0
      ? skipped(about, `${key_env} is not set; no task uses it`)
      : failed(about, `${key_env} is not set; tasks use it`, set);
  }
  return key.trim() !== key || /^["']|["']$|\s/.test(key)
    ? failed(about, `the value of ${key_env} has a blank, a line break or a quote in it`, set)
    : ok(about, `${key_env} is set`);
}

/** Whether a model that tasks use has prices, and still exists on a day (`YYYY-MM-DD`). */
export function judgeModel(config: PipelineConfig, model: Model, today: string): Finding {
  const about = `model ${model.provider}/${model.name}`;
  const looked = lookUpPrice(config, model);
  if (looked.kind === "unpriced") return failed(about, "has no price, so that it is never asked", looked.fix);
  const { retires, usd_per_mtok_in, usd_per_mtok_out } = looked.price;
  const found = `$${usd_per_mtok_in} in, $${usd_per_mtok_out} out a million tokens`;
  if (retires === undefined) return ok(about, found);
  const fix = "name another model in the metadata of its tasks";
  return retires <= today
    ? failed(about, `retired on ${retires}`, fix)
    : warned(about, `${found}; retires on ${retires}`, fix);
}

const SMALL_ANSWER = 16;

/** The cheapest question that shows whether key and model work. */
export const smallQuestion = ({ provider, name }: Model): Request => ({
  messages: [{ role: "user", content: "Reply with the word ok." }],
  model: { provider, name, parameters: { max_completion_tokens: SMALL_ANSWER } },
  output: { type: "string" },
});

/** The most that the question may cost, in US dollars; 0 for a model without prices, which is not asked. */
export function questionUsd(config: PipelineConfig, model: Model): number {
  const looked = lookUpPrice(config, model);
  return looked.kind === "priced" ? upperBoundUsd(smallQuestion(model), looked.price) : 0;
}

/** What the answer to that question says. */
export function judgeReply(config: PipelineConfig, model: Model, reply: Reply): Finding {
  const about = `answer ${model.provider}/${model.name}`;
  if (reply.kind === "answer") return ok(about, `in ${reply.latencyMs} ms${costOf(config, model, reply)}`);
  switch (reply.class) {
    case "provider_fatal":
      return failed(about, reply.message, fatalFix(reply.status));
    case "request_rejected":
      return warned(
        about,
        `it is reached, but refuses this question: ${reply.message}`,
        "npm run eval-runner -- --task TASK",
      );
    case "provider_transient":
    case "malformed_response":
    case "harness":
      return failed(
        about,
        reply.message,
        "look at base_url in pipeline.config.yaml, the network and the vendor's status page",
      );
  }
}

function fatalFix(status: number | undefined): string {
  switch (status) {
    case 401:
      return "make a new key at the vendor and set it";
    case 403:
      return "give the key the right to this model at the vendor";
    case 404:
      return "correct base_url or the model's name in pipeline.config.yaml and metadata";
    default:
      return "look at the account's quota and payment at the vendor";
  }
}

function costOf(config: PipelineConfig, model: Model, reply: Extract<Reply, { kind: "answer" }>): string {
  const looked = lookUpPrice(config, model);
  if (looked.kind === "unpriced" || reply.usage === undefined) return ", cost not known";
  return `, for $${costUsd(reply.usage, looked.price).toFixed(6)}`;
}
