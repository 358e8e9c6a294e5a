import { isJsonObject, type Json, type JsonObject } from "../../prompts/reading/json.ts";
import { parseJsonObject } from "../../prompts/reading/parse-json.ts";
import type { Reply, Request } from "../request.ts";
import { type ReplyContext, saneUsage } from "../running/chat-reply.ts";
import { callError, excerpt } from "../running/provider-error.ts";

/** The body of a request for embeddings: one for each message. https://platform.openai.com/docs/api-reference/embeddings/create */
export function embeddingsBody({ messages, model }: Request): JsonObject {
  return {
    ...model.parameters,
    model: model.name,
    input: messages.map(({ content }) => content),
    encoding_format: "float",
  };
}

/**
 * The cosine similarities of the first text with each other one, as a JSON list: that is all that is asked of vectors, and a
 * hundredth of their size. What is no list of vectors of one length is malformed.
 */
export function readEmbeddingsReply(
  body: string,
  { asked, secrets, latencyMs }: ReplyContext,
  wanted: number,
): Reply {
  const parsed = parseJsonObject(body);
  const vectors = vectorsIn(parsed?.["data"]);
  const [first, ...others] = vectors ?? [];
  const isWhole = vectors?.length === wanted && vectors.every(({ length }) => length === first?.length);
  if (first === undefined || !isWhole)
    return callError("malformed_response", `${asked} sent no embeddings: ${excerpt(body, secrets)}`, secrets);
  const { usage } = parsed ?? {};
  const used = isJsonObject(usage) ? saneUsage(usage["prompt_tokens"], 0) : undefined;
  return {
    kind: "answer",
    text: JSON.stringify(others.map((other) => cosine(first, other))),
    finishReason: "stop",
    ...(used === undefined ? {} : { usage: used }),
    latencyMs,
  };
}

/** In the order of their `index`; undefined where one is no vector. */
function vectorsIn(data: Json | undefined): readonly (readonly number[])[] | undefined {
  if (!Array.isArray(data)) return undefined;
  const vectors: (readonly number[])[] = [];
  for (const [at, entry] of data.entries()) {
    const [embedding, index] = isJsonObject(entry) ? [entry["embedding"], entry["index"] ?? at] : [];
    if (!isVector(embedding) || typeof index !== "number" || index in vectors) return undefined;
    vectors[index] = embedding;
  }
  return Object.keys(vectors).length === vectors.length ? vectors : undefined;
}

const isVector = (value: Json | undefined): value is readonly number[] =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((each) => typeof each === "number" && Number.isFinite(each));

/** dot(a, b) / (|a| |b|); 0 where one of them has no length. */
function cosine(a: readonly number[], b: readonly number[]): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (const [at, x] of a.entries()) {
    const y = b[at] ?? 0;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa === 0 || bb === 0 ? 0 : dot / Math.sqrt(aa * bb);
}
