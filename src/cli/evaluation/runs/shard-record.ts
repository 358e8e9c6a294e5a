import type { RunRecord } from "./run-folder.ts";
import type { ArmName } from "./run-rows.ts";

export const SHARD_FILE = "shard.json";

/** What a shard's rows belong to. Version 1; checked when it is read. */
export interface ShardRecord extends Omit<RunRecord, "at"> {
  readonly arms: readonly ArmName[];
  /** Whether all of its examples were asked. */
  readonly is_complete: boolean;
}
