import type { EvalReport } from "../../evaluation/report.ts";
import { isSuspicious } from "../../lifecycle/records/drift-watch.ts";
import type { DriftConfig } from "../../prompts/config.ts";
import type { ExitCode } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { isJsonObject } from "../../prompts/reading/json.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { CommandContext } from "../frame/command.ts";
import { runCommandProcess } from "../tour/run-command-process.ts";

export interface ProductionQuestion {
  readonly repository: Repository;
  readonly tasks: readonly string[];
  readonly drift: DriftConfig;
  /** US dollars; no limit where it is undefined. */
  readonly limitUsd: number | undefined;
  /** Chooses the examples that are asked first. */
  readonly seed: string;
}

export interface AskedProduction {
  /** One a task: the run that says how it does. */
  readonly counting: readonly EvalReport[];
  readonly all: readonly EvalReport[];
}

/**
 * Asks some examples of every task; where these alarm, all of them and the version before too. Never from the cache. Throws
 * `Failure`.
 */
export async function askProduction(
  context: CommandContext,
  question: ProductionQuestion,
): Promise<AskedProduction> {
  const { tasks, drift, limitUsd, seed } = question;
  const named = tasks.flatMap((task) => ["--task", task]);
  const some = ["--baseline", "none", "--sample", String(drift.examples), "--seed", seed];
  const first = await evaluate(context, [...named, ...some], limitUsd);
  const counting: EvalReport[] = [];
  let left = limitUsd === undefined ? undefined : limitUsd - costOf(first);
  for (const report of first) {
    const whole = await askAll(context, question, report, left);
    if (left !== undefined) left -= costOf(whole);
    counting.push(...(whole.length === 0 ? [report] : whole));
  }
  return { counting, all: [...new Set([...first, ...counting])] };
}

/** Nothing where the first answers were good, or were all that there is to ask. */
async function askAll(
  context: CommandContext,
  { repository }: ProductionQuestion,
  first: EvalReport,
  leftUsd: number | undefined,
): Promise<readonly EvalReport[]> {
  const before = versionBefore(repository, first);
  if (!isSuspicious(first) || (first.sample === undefined && before === undefined)) return [];
  if (leftUsd !== undefined && leftUsd <= 0 && costOf([first]) > 0) {
    context.terminal.insist(`${first.task} alarmed, and no money is left to ask all of its examples`);
    return [];
  }
  context.terminal.say(`${first.task} alarmed: asking all examples, ${before ?? "no version"} before it too`);
  return evaluate(context, ["--task", first.task, "--baseline", before ?? "none"], leftUsd);
}

const GOOD = new Set(["promoted", "verified", "archived"]);

/** The newest version before the one in production that nobody took back. */
function versionBefore({ registry }: Repository, { task, version }: EvalReport): string | undefined {
  const versions = registry.tasks[task]?.versions ?? [];
  const at = versions.findIndex((known) => known.version === version);
  return versions.slice(0, Math.max(0, at)).findLast(({ status }) => GOOD.has(status))?.version;
}

const costOf = (reports: readonly EvalReport[]): number =>
  reports.reduce((sum, { cost }) => sum + (cost.usd ?? 0), 0);

/** By a process of its own, so that a run of tonight is what anybody's run is. */
async function evaluate(
  { root, environment, signal }: CommandContext,
  which: readonly string[],
  limitUsd: number | undefined,
): Promise<readonly EvalReport[]> {
  const limit = limitUsd === undefined ? [] : ["--max-cost", String(Math.max(0, limitUsd))];
  const flags = ["--stage", "production", "--no-cache", ...which, ...limit];
  const { document, exit } = await runCommandProcess("eval-runner", flags, { root, environment, signal });
  const { runs, error } = document;
  if (Array.isArray(runs)) return runs as unknown as readonly EvalReport[];
  const message = isJsonObject(error) ? String(error["message"]) : `eval-runner ended with ${exit}`;
  throw new Failure(message, {
    exit: exit as ExitCode,
    fix: "Run `npm run eval-runner -- --stage production` to see more.",
  });
}
