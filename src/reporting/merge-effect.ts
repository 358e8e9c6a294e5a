import type { EvalReport } from "../evaluation/report.ts";
import { mayPromote } from "./may-promote.ts";
import type { ReportedEnvironment, ReportedRun } from "./reported-run.ts";

/** What merging does and how it is undone: one sentence each, commands between backticks. */
export interface MergeEffect {
  readonly effect: string;
  readonly undo: string;
}

const SHOWN = 5;

/** Of all runs of one pull request: merging changes production only when every one of them passes. */
export function mergeEffect(runs: readonly ReportedRun[]): MergeEffect {
  const blocked = runs.filter((run) => !mayPromote(run));
  const first = runs[0];
  if (blocked.length > 0 || first === undefined) {
    return { effect: "Nothing changes: production stays as it is until the check passes.", undo: "" };
  }
  const tasks = listed(runs.map(({ report }) => `${report.task} to ${report.version}`));
  const places = listed((first.environments ?? []).map((one) => `${one.service}/${one.environment}`));
  const deploys = places === "" ? "" : ` and deploys to ${places}`;
  return {
    effect: `Promotes ${tasks}${deploys}.`,
    undo: `To undo: \`${undoCommand(first.report, first.environments?.[0])}\`.`,
  };
}

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return more > 0 ? `${names.slice(0, SHOWN).join(", ")} and ${more} more` : names.join(", ");
}

function undoCommand(report: EvalReport, place: ReportedEnvironment | undefined): string {
  if (report.baseline === null) return `npm run archive -- --task ${report.task} --reason "…"`;
  if (place === undefined) return `npm run promote -- --task ${report.task} --to ${report.baseline.version}`;
  return `npm run rollback -- --service ${place.service} --environment ${place.environment} --task ${report.task}`;
}
