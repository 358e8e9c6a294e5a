import { changeLine } from "../../lifecycle/plans/change-line.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { bumpOf } from "../../prompts/version-bump.ts";
import { type ComparedPrompt, comparePrompts, incomparable } from "../../reporting/prompt-comparison.ts";
import { type Comparison, renderComparison } from "../../reporting/terminal/comparison-text.ts";
import { promptFinder } from "../evaluation/compared-prompt.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { usage } from "../frame/parse-flags.ts";
import { openWorkspace } from "../frame/workspace.ts";

/** Compares the two versions that the flags name. Throws `Failure`. */
export async function compareVersions(context: CommandContext): Promise<CommandResult> {
  const comparison = compare(context);
  return {
    exit: EXIT.done,
    json: documentOf(comparison),
    text: renderComparison(comparison, context.terminal.outPalette),
  };
}

function compare(context: CommandContext): Comparison {
  const task = context.flags.text("task");
  if (task === undefined) throw usage({ name: "diff" }, "no task is named", "Give --task TASK.");
  const finder = promptFinder(openWorkspace(context).repository, task);
  const to = finder.find(context.flags.text("to") ?? "candidate");
  const isFirst = context.flags.text("from") === undefined && finder.productionVersion === undefined;
  const from = isFirst ? undefined : finder.find(context.flags.text("from") ?? "production");
  const changes = comparePrompts(from?.prompt, to.prompt);
  return { task, ...(from === undefined ? {} : { from }), to, changes };
}

function documentOf({ task, from, to, changes }: Comparison): Json {
  const runs = from?.run === undefined || to.run === undefined ? undefined : ([from.run, to.run] as const);
  const why = runs === undefined ? undefined : incomparable(...runs);
  const difference =
    runs === undefined || why !== undefined ? null : (runs[1].score ?? 0) - (runs[0].score ?? 0);
  const document = {
    task,
    from: from === undefined ? null : sideOf(from),
    to: sideOf(to),
    same: from?.promptDigest === to.promptDigest,
    bump: from === undefined || changes.length === 0 ? null : bumpOf(from.prompt, to.prompt),
    change: changeLine(from?.prompt, to.prompt),
    changes,
    score_difference: difference,
    incomparable: why ?? null,
  };
  return document as unknown as Json;
}

function sideOf({ version, isCandidate, promptDigest, prompt, run }: ComparedPrompt): object {
  return {
    version,
    candidate: isCandidate,
    prompt_digest: promptDigest,
    model: prompt.model,
    run:
      run === undefined
        ? null
        : {
            run_id: run.run_id,
            at: run.at,
            stage: run.stage,
            metric: run.metric,
            score: run.score,
            interval: run.interval,
            threshold: run.threshold,
            verdict: run.verdict,
            evidence: run.evidence,
            digests: run.digests,
          },
  };
}
