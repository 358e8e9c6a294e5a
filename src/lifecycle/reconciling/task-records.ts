import type { TaskAddress } from "../../prompts/layout.ts";
import type { RegistryTask } from "../../prompts/records/registry.ts";
import type { LockedTask } from "../records/locked-records.ts";
import type { RecordedTask } from "../records/recorded-tasks.ts";
import type { TreeText } from "../tree-text.ts";

/** All records of one task, each by itself. */
export interface TaskRecords {
  readonly task: string;
  readonly address: TaskAddress;
  /** As the audit record tells it. */
  readonly recorded: RecordedTask;
  readonly locked: LockedTask;
  /** Its block in the registry; absent where there is none or the registry cannot be read. */
  readonly known?: RegistryTask;
  readonly tree: TreeText;
  /** Every text that a path ever had in git. */
  history(path: string): readonly string[];
}
