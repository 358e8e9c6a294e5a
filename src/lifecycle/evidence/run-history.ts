import reportSchema from "../../../schemas/report.schema.json" with { type: "json" };
import type { EvalReport } from "../../evaluation/report.ts";
import { compileFormat, type SchemaFault } from "../../prompts/adapters/json-schema.ts";
import { historyPath, type TaskAddress } from "../../prompts/layout.ts";
import { compareText } from "../../prompts/problem.ts";
import type { Json, JsonObject } from "../../prompts/reading/json.ts";
import { parseJsonLines } from "../../prompts/reading/json-lines.ts";
import type { KeyPath } from "../../prompts/reading/parsed-file.ts";
import type { RepositoryFiles } from "../../prompts/repository-files.ts";
import { readRuns } from "./evidence.ts";

/** What `history.jsonl` keeps of a run once the run itself is pruned. */
export type RunFigures = Omit<EvalReport, "slices" | "reasons" | "metrics" | "finish_reasons">;

export interface PastRun {
  readonly figures: RunFigures;
  /** Whether its report, and with it its answers, are still on record. */
  readonly isWhole: boolean;
}

const LEFT_OUT: readonly KeyPath[number][] = ["metrics", "reasons"];

/** Every run of a task that left a trace, oldest first; lines that are no runs are left out. */
export function readPastRuns(files: RepositoryFiles, address: TaskAddress): readonly PastRun[] {
  const runs = new Map<string, PastRun>();
  for (const figures of historyLines(files, address)) runs.set(figures.run_id, { figures, isWhole: false });
  for (const { report } of readRuns(files, address))
    runs.set(report.run_id, { figures: report, isWhole: true });
  return [...runs.values()].sort((a, b) => compareText(placeOf(a), placeOf(b)));
}

/** Ids count seconds; two runs of one second are in the order of their ends. */
const placeOf = ({ figures: { at, run_id } }: PastRun): string => `${at} ${run_id}`;

function historyLines(files: RepositoryFiles, address: TaskAddress): readonly RunFigures[] {
  const path = historyPath(address);
  const bytes = files.read(path);
  const lines = bytes === undefined ? [] : parseJsonLines(path, bytes).lines;
  const check = compileFormat(reportSchema as JsonObject);
  const isRun = (value: Json): boolean => check(value).every(isLeftOut);
  return lines.flatMap(({ value }) => (isRun(value) ? [value as unknown as RunFigures] : []));
}

const isLeftOut = ({ kind, keys: [key, ...inside] }: SchemaFault): boolean =>
  kind === "missing-key" && inside.length === 0 && key !== undefined && LEFT_OUT.includes(key);

/** The newest scored run of exactly these bytes on all of the task's examples. */
export function measurementOf(runs: readonly PastRun[], promptDigest: string): PastRun | undefined {
  return runs.findLast(
    ({ figures: { digests, score, sample } }) =>
      digests.prompt === promptDigest && score !== null && sample === undefined,
  );
}
