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
  const plan = await leftToDo(context, workspace, placed(all, context.flags.text("sharded")));
  const machines = plan.sharded.length === 0 ? 0 : plan.shards;
  const shards = Array.from({ length: machines }, (_, at) => ({
    shard: `${at + 1}/${machines}`,
    part: at + 1,
    of: machines,
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

/** What machines have asked in parts stays with them, where that is known already; everything else is asked where it is judged. */
function placed(plan: CheckPlan, asked: string | undefined): CheckPlan {
  if (asked === undefined) return plan;
  const ids = new Set(asked.split(","));
  const all = [...plan.sharded, ...plan.whole];
  const isAsked = ({ ready }: PlannedTask): boolean => ids.has(ready.metadata.task);
  return { ...plan, shards: 0, sharded: all.filter(isAsked), whole: all.filter((task) => !isAsked(task)) };
}

/** Without what an earlier attempt of the same check has settled, or an earlier run measured. */
async function leftToDo(context: CommandContext, workspace: Workspace, plan: CheckPlan): Promise<CheckPlan> {
  const { flags, terminal } = context;
  const [from, to] = [flags.text("earlier"), flags.text("keep")];
  const isReusing = flags.isOn("reuse");
  if (from === undefined && to === undefined && !isReusing) return plan;
  if (to === undefined || (from === undefined && !isReusing))
    throw usage(
      { name: "plan-check" },
      "--keep goes with --earlier or --reuse",
      "Say what is kept, and where.",
    );
  const { keepSettled } = await import("./keep-settled.ts");
  const settled = from === undefined ? NONE : await keepSettled(context, plan, { from, to });
  for (const task of settled) terminal.say(`${task}: kept from the attempt before`);
  const open = without(plan, settled);
  if (!isReusing) return open;
  const isAsked = flags.text("sharded") !== undefined;
  const unasked = isAsked ? open.whole : [...open.sharded, ...open.whole];
  return without(open, await reuse(context, workspace, unasked, to));
}

const NONE: ReadonlySet<string> = new Set();

function without(plan: CheckPlan, done: ReadonlySet<string>): CheckPlan {
  const isOpen = ({ ready }: PlannedTask): boolean => !done.has(ready.metadata.task);
  return { ...plan, sharded: plan.sharded.filter(isOpen), whole: plan.whole.filter(isOpen) };
}

async function reuse(
  context: CommandContext,
  workspace: Workspace,
  tasks: readonly PlannedTask[],
  to: string,
): Promise<ReadonlySet<string>> {
  const { reuseEvidence } = await import("./reuse-evidence.ts");
  const since = context.flags.text("changed-since") ?? "";
  const { taken, doubts } = await reuseEvidence(context, workspace, {
    tasks: tasks.map(({ ready }) => ready),
    ...{ since, to },
  });
  for (const { task, run, usd } of taken)
    context.terminal.say(`${task}: answers of run ${run}, ${formatUsd(usd)} then, nothing now`);
  const isAllTaken = taken.length === tasks.length;
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
    ...sharded.map(line(shards === 0 ? "its parts are joined" : `asked by ${shards} machines`)),
    ...whole.map(line("asked where it is judged")),
    ...waiting.map(({ task, why }) => `${task}: not evaluated, since ${why}`),
  ];
  return lines.join("\n");
}
