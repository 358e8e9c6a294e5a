import { launched } from "./launched.ts";
import { type MergeFate, mergeFate } from "./merge-fate.ts";
import { printableLine } from "./printable-text.ts";
import type { ReportedEnvironment, ReportedRun } from "./reported-run.ts";

/** One command that takes a merge back at one place. */
export interface UndoStep {
  /** The sentence's end, without a full stop. */
  readonly where: string;
  readonly command: string;
}

/** What merging does, as sentences whose commands stand between backticks, and how it is undone: the last environment first. */
export interface MergeEffect {
  readonly effect: string;
  readonly undo: readonly UndoStep[];
}

const SHOWN = 4;
const LONGEST_FOUND = 400;
const RECORDED = '--reason "…" --commit --push';

/** Of all runs of one pull request: merging changes production only when every one of them may be promoted. */
export function mergeEffect(runs: readonly ReportedRun[]): MergeEffect {
  const having = (fate: MergeFate): readonly ReportedRun[] => runs.filter((run) => mergeFate(run) === fate);
  if (runs.length === 0 || having("blocked").length > 0)
    return { effect: "Nothing changes: production stays as it is until the check passes.", undo: [] };
  const promoted = having("promoted");
  const sentences = [
    ...promotionSentences(promoted),
    ...waitingSentences(having("waits")),
    ...keptOutSentences(having("kept_out")),
    ...unprovedSentences(having("unproved")),
    ...(promoted.length + having("waits").length === 0 ? ["Changes nothing in production."] : []),
  ];
  return { effect: sentences.join(" "), undo: promoted.flatMap(undoSteps) };
}

/** One for each way that versions take, since not every service answers for every task. */
function promotionSentences(runs: readonly ReportedRun[]): readonly string[] {
  const ways = new Map<string, string[]>();
  for (const { report, environments = [] } of runs) {
    const way = environments.map(placeName).join(", then ");
    ways.set(way, [...(ways.get(way) ?? []), `${report.task} to ${report.version}`]);
  }
  return [...ways].map(
    ([way, tasks]) => `Promotes ${listed(tasks)}${way === "" ? "" : ` and deploys to ${way}`}.`,
  );
}

function waitingSentences(runs: readonly ReportedRun[]): readonly string[] {
  return runs.slice(0, SHOWN).map(({ report: { task, version }, scripts }) => {
    const byHand = `npm run eval-runner -- --task ${task} && npm run promote -- --task ${task} --reason "…" --commit --tag --push`;
    return `Leaves ${task} ${version} out until a release manager gives the reason: after the merge, by the workflow \`override\` or with \`${launched(byHand, scripts)}\`.`;
  });
}

/** The reason is somebody's own words: no command stands in it. */
function keptOutSentences(runs: readonly ReportedRun[]): readonly string[] {
  return runs.slice(0, SHOWN).flatMap(({ report, keptOut, scripts }) => {
    if (keptOut === undefined) return [];
    const found = printableLine(keptOut.found.replaceAll("`", "'"), LONGEST_FOUND);
    return [`Leaves ${report.task} out: ${found}. ${launched(keptOut.fix, scripts)}`];
  });
}

const unprovedSentences = (runs: readonly ReportedRun[]): readonly string[] =>
  runs.length === 0
    ? []
    : [
        `Leaves ${listed(runs.map(({ report }) => report.task))} out: answers made elsewhere are no evidence.`,
      ];

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return more > 0 ? `${names.slice(0, SHOWN).join(", ")} and ${more} more` : names.join(", ");
}

const placeName = ({ service, environment }: ReportedEnvironment): string => `${service}/${environment}`;

function undoSteps({ report, production, environments = [], scripts }: ReportedRun): readonly UndoStep[] {
  const { task } = report;
  const step = (where: string, command: string): UndoStep => ({
    where,
    command: launched(`npm run ${command} ${RECORDED}`, scripts),
  });
  if (production === undefined) return [step(`retire ${task}`, `archive -- --task ${task}`)];
  const { version } = production;
  if (environments.length === 0)
    return [step(`${task} back to ${version}`, `promote -- --task ${task} --to ${version}`)];
  return [...environments].reverse().map((place) => {
    const flags = `--service ${place.service} --environment ${place.environment} --task ${task}`;
    return step(`${task} back in ${placeName(place)}`, `rollback -- ${flags}`);
  });
}
