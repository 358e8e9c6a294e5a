import { sha256 } from "../../prompts/sha256.ts";

/** One of several machines that share a run: number `index`, from 1, of `of`. */
export interface Shard {
  readonly index: number;
  readonly of: number;
}

/** `2/4`; undefined for anything that names no shard. */
export function parseShard(text: string): Shard | undefined {
  const [, index = "", of = ""] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text) ?? [];
  return index === "" || Number(index) > Number(of) ? undefined : { index: Number(index), of: Number(of) };
}

/** By a hash of the id alone: an example stays in its shard when others come and go. */
export function isInShard(id: string, { index, of }: Shard): boolean {
  return Number.parseInt(sha256(id).slice(0, 12), 16) % of === index - 1;
}
