import { EXIT } from "../../prompts/exit-code.ts";
import { formatUsd } from "../../reporting/figures.ts";
import { printableLine } from "../../reporting/printable-text.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import { type CheckPlan, type PlannedTask, planCheck } from "./check-plan.ts";
import { checkWish } from "./check-wish.ts";

const idsOf = (tasks: readonly PlannedTask[]): readonly string[] =>
  tasks.map(({ ready }) => ready.metadata.task);

/** Says which tasks a change touches and how many machines evaluate them, as outputs of the step too. Throws `Failure`. */
export async function planCheckOfChange(context: CommandContext): Promise<CommandResult> {
  const workspace = openWorkspace(context);
  const all = await planCheck(workspace, checkWish(context, "plan-check"));
  const plan = await leftToDo(context, workspace, all);
  const shards = Array.from({ length: plan.shards }, (_, at) => ({
    shard: `${at + 1}/${plan.shards}`,
    part: at + 1,
  }));
  const { writeStepResult } = await import("../adapters/step-result.ts");
  const outputs = {
    shards: JSON.stringify(shards),
    sharded: idsOf(plan.sharded).join(","),
    whole: idsOf(plan.whole).join(","),
  };
  await writeStepResult(context.environment, { outputs });
  return {
    exit: EXIT.done,
    json: {
      shards,
      sharded: [...idsOf(plan.sharded)],
      whole: [...idsOf(plan.whole)],
      waiting: plan.waiting.map((one) => ({ ...one })),
      problems: plan.problems.length,
    },
    text: textOf(plan) || (isEmpty(all) ? "no ready task changed" : "nothing is left to ask"),
  };
}

/** Without what an earlier attempt of the same check has settled, or an earlier run measured. */
async function leftToDo(context: CommandContext, workspace: Workspace, plan: CheckPlan): Promise<CheckPlan> {
  const [from, to] = [context.flags.text("earlier"), context.flags.text("keep")];
  if (from === undefined && to === undefined) return plan;
  if (from === undefined || to === undefined)
    throw usage({ name: "plan-check" }, "--earlier and --keep go together", "Give both folders.");
  const { keepSettled } = await import("./keep-settled.ts");
  const settled = await keepSettled(context, plan, { from, to });
  for (const task of settled) context.terminal.say(`${task}: kept from the attempt before`);
  const without = (tasks: readonly PlannedTask[], done: ReadonlySet<string>): readonly PlannedTask[] =>
    tasks.filter(({ ready }) => !done.has(ready.metadata.task));
  const whole = without(plan.whole, settled);
  const reused = context.flags.isOn("reuse") ? await reuse(context, workspace, whole, to) : new Set<string>();
  return { ...plan, sharded: without(plan.sharded, settled), whole: without(whole, reused) };
}

/** What several machines share is asked by them before anybody can look. */
async function reuse(
  context: CommandContext,
  workspace: Workspace,
  whole: readonly PlannedTask[],
  to: string,
): Promise<ReadonlySet<string>> {
  const { reuseEvidence } = await import("./reuse-evidence.ts");
  const since = context.flags.text("changed-since") ?? "";
  const { taken, doubts } = await reuseEvidence(context, workspace, {
    tasks: whole.map(({ ready }) => ready),
    ...{ since, to },
  });
  for (const { task, run, usd } of taken)
    context.terminal.say(`${task}: answers of run ${run}, ${formatUsd(usd)} then, nothing now`);
  const isAllTaken = taken.length === whole.length;
  for (const doubt of isAllTaken ? [] : new Set(doubts))
    context.terminal.say(`not taken from an earlier run: ${doubt}`);
  return new Set(taken.map(({ task }) => task));
}

const isEmpty = ({ sharded, whole }: CheckPlan): boolean => sharded.length + whole.length === 0;

function textOf({ sharded, shards, whole, waiting }: CheckPlan): string {
  const line =
    (how: string) =>
    ({ ready, reason }: PlannedTask): string =>
      `${ready.metadata.task}: ${printableLine(reason, 200)}, ${how}`;
  const lines = [
    ...sharded.map(line(`asked by ${shards} machines`)),
    ...whole.map(line("asked where it is judged")),
    ...waiting.map(({ task, why }) => `${task}: not evaluated, since ${why}`),
  ];
  return lines.join("\n");
}
