import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Evaluated } from "../../evaluation/running/evaluate.ts";
import type { Shard } from "../../evaluation/running/shard.ts";
import { answeredAs } from "../../gate/answered-as.ts";
import type { Judgement, NamedArm } from "../../gate/judge.ts";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import { SCRATCH_FOLDER } from "../../prompts/layout.ts";
import type { CommandContext } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import type { Workspace } from "../frame/workspace.ts";
import {
  type EvaluationSubject,
  type EvaluationWish,
  measureRound,
  reportOf,
  type TaskEvaluation,
  taskEvaluation,
} from "./evaluate-task.ts";
import { rowsName } from "./runs/run-rows.ts";
import { SHARD_FILE, type ShardRecord } from "./runs/shard-record.ts";

/**
 * Asks a shard's examples and leaves rows and a partial report under `--out`, for `--merge`. Nothing is judged. Throws `Failure` for
 * personal data.
 */
export async function evaluateShard(
  context: CommandContext,
  workspace: Workspace,
  subject: EvaluationSubject,
  wish: EvaluationWish,
  shard: Shard,
): Promise<TaskEvaluation> {
  if (subject.ready.metadata.data === "personal") {
    throw usage(
      { name: "eval-runner" },
      "--shard of a task with personal data",
      "Evaluate it whole: rows of a shard hold answers, which must not leave this machine.",
    );
  }
  const arms = shardArms(subject);
  const measured = await measureRound(workspace, subject, wish, arms, "first");
  const judgement = partialJudgement(measured, shard);
  const report = await reportOf(workspace, subject, wish, judgement);
  const run = taskEvaluation(subject, judgement, report);
  if (measured.end.kind !== "refused")
    writeShard(shardFolder(context, workspace, subject, shard), subject, run, arms);
  return run;
}

/** A baseline whose model is gone has its stored answers, which the joined run reads. */
function shardArms({ arms }: EvaluationSubject): readonly NamedArm[] {
  const { candidate, baseline } = arms;
  const arm: NamedArm = { name: "candidate", asker: candidate.asker };
  return baseline === undefined || baseline.gone !== undefined
    ? [arm]
    : [arm, { name: "baseline", asker: baseline.asker }];
}

function partialJudgement({ results, end, wallMs }: Evaluated, { index, of }: Shard): Judgement {
  const baseline = results.get("baseline");
  const candidate = results.get("candidate") ?? [];
  return {
    decision: {
      verdict: "inconclusive",
      action: "block",
      row: 4,
      smoke: false,
      reasons: [`shard ${index} of ${of} decides nothing alone: join all of them with --merge`],
    },
    candidate,
    ...(baseline === undefined ? {} : { baseline }),
    isBaselineStored: false,
    isConfirmed: false,
    answeredAs: { candidate: answeredAs(candidate), baseline: answeredAs(baseline ?? []) },
    end,
    wallMs,
  };
}

/** One folder a task, model and shard, so that the shards of many machines can be copied into one place. */
function shardFolder(
  { flags }: CommandContext,
  { root }: Workspace,
  { ready, arms }: EvaluationSubject,
  { index, of }: Shard,
): string {
  const out = flags.text("out");
  const base = out === undefined ? join(root, SCRATCH_FOLDER, "shards") : resolve(out);
  const { provider, name } = arms.candidate.prompt.model;
  const model = `${provider}-${name}`.replace(/[^A-Za-z0-9._-]/g, "_");
  return join(base, ready.metadata.task, `${model}-${index}-of-${of}`);
}

function writeShard(
  folder: string,
  { folder: rows }: EvaluationSubject,
  { report, end }: TaskEvaluation,
  arms: readonly NamedArm[],
): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const arm of arms) {
    const file = `${rowsName(arm, "first")}.jsonl`;
    if (existsSync(join(rows.path, file))) cpSync(join(rows.path, file), join(folder, file));
  }
  const { run_id, choice, parts } = rows.record;
  const record: ShardRecord = {
    schema_version: 1,
    run_id,
    choice,
    parts,
    arms: arms.map(({ name }) => name),
    is_complete: end.kind === "complete",
  };
  storeFile(join(folder, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
  storeFile(join(folder, SHARD_FILE), `${JSON.stringify(record, null, 2)}\n`);
}
