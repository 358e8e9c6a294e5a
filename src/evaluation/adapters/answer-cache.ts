import { isJsonObject } from "../../prompts/reading/json.ts";
import { parseJsonObject } from "../../prompts/reading/parse-json.ts";
import type { Answer } from "../request.ts";
import { isFinishReason } from "../result-line.ts";
import type { CacheKey } from "../running/cache-key.ts";
import { AppendLog } from "./append-log.ts";
import { LinePlaces } from "./line-places.ts";

/** Beyond that a cache starts anew: it only ever saves money, it is no record. */
const MOST_BYTES = 256 * 1024 * 1024;
const KEY_START = '{"key":"'.length;
/** Of a key, in memory: short enough that no longer text is held for it. Two keys that share it cost a miss at worst. */
const HELD_LENGTH = 12;

export interface CachedAnswer {
  readonly answer: Answer;
  /** When it was given: ISO 8601, UTC. */
  readonly at: string;
}

export interface AnswerCache {
  get(key: CacheKey): CachedAnswer | undefined;
  put(key: CacheKey, answer: Answer): void;
  close(): void;
}

/**
 * Answers by content, in one append-only file; the newest of a key counts. Only the keys are held in memory. What cannot be
 * read back is a miss, never an error.
 */
export function openAnswerCache(path: string, now: () => Date): AnswerCache {
  const log = new AppendLog(path, MOST_BYTES);
  const places = new LinePlaces();
  for (const { offset, length, bytes } of log.lines()) {
    const key = bytes.toString("latin1", KEY_START, KEY_START + HELD_LENGTH);
    places.set(key, { offset, length });
  }
  return {
    get: (key) => {
      const place = places.get(heldOf(key));
      return place === undefined ? undefined : parseEntry(log.read(place), key);
    },
    put: (key, answer) => {
      places.set(heldOf(key), log.append(JSON.stringify({ key, at: now().toISOString(), answer })));
    },
    close: () => log.close(),
  };
}

const heldOf = (key: CacheKey): string => key.slice(0, HELD_LENGTH);

function parseEntry(line: string, key: CacheKey): CachedAnswer | undefined {
  const entry = parseJsonObject(line);
  if (entry === undefined || entry["key"] !== key) return undefined;
  const { at, answer } = entry;
  return typeof at === "string" && isAnswer(answer) ? { at, answer } : undefined;
}

function isAnswer(value: unknown): value is Answer {
  if (!isJsonObject(value)) return false;
  const { kind, text, finishReason, latencyMs } = value;
  return (
    kind === "answer" &&
    typeof text === "string" &&
    isFinishReason(finishReason) &&
    typeof latencyMs === "number"
  );
}
