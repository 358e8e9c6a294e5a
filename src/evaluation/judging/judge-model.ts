import type { Model } from "../../prompts/metadata.ts";
import { isJsonObject, type JsonObject } from "../../prompts/reading/json.ts";

/** Words between a provider and a model in promptfoo's names, such as openai:chat:gpt-4.1. */
const ENDPOINT_WORDS = new Set(["chat", "embedding", "embeddings", "completion", "responses"]);

/**
 * The model that an entry names by `provider` and `model`, or by both in one, as `acme:large-1`. What it leaves out is that
 * of `fallback`; parameters are the entry's own. Undefined where a name is missing.
 */
export function judgeModel(options: JsonObject, fallback: Model | undefined): Model | undefined {
  const [provider, ...words] = typeof options["provider"] === "string" ? options["provider"].split(":") : [];
  const inOne = (ENDPOINT_WORDS.has(words[0] ?? "") && words.length > 1 ? words.slice(1) : words).join(":");
  const named = options["model"] ?? (inOne === "" ? undefined : inOne);
  const isOwn = provider === undefined || provider === fallback?.provider;
  const name = named ?? (isOwn ? fallback?.name : undefined);
  const { parameters } = options;
  const from = provider ?? fallback?.provider;
  if (typeof name !== "string" || from === undefined) return undefined;
  return { provider: from, name, parameters: isJsonObject(parameters) ? parameters : {} };
}
