import { counted } from "./figures.ts";
import { launched } from "./launched.ts";
import { type MergeFate, mergeFate } from "./merge-fate.ts";
import { printableLine } from "./printable-text.ts";
import type { ReportedEnvironment, ReportedRun } from "./reported-run.ts";

/** One command that a person may run after a merge. */
export interface MergeStep {
  /** The sentence's end, without a full stop. */
  readonly where: string;
  readonly command: string;
}

/** What merging does, as sentences whose commands stand between backticks. */
export interface MergeEffect {
  readonly effect: string;
  /** The last environment first, where users are. */
  readonly undo: readonly MergeStep[];
  /** What a release manager can run in place of the workflow that a sentence names. */
  readonly byHand: readonly MergeStep[];
}

const SHOWN = 4;
/** Characters of a list of names, about a line of a comment; the first name stands whatever its length. */
const LONGEST_LIST = 90;
const LONGEST_FOUND = 400;
const RECORDED = '--reason "…" --commit --push';

/** Of all runs of one pull request: merging changes production only when every one of them may be promoted. */
export function mergeEffect(runs: readonly ReportedRun[]): MergeEffect {
  const having = (fate: MergeFate): readonly ReportedRun[] => runs.filter((run) => mergeFate(run) === fate);
  if (runs.length === 0 || having("blocked").length > 0) return { effect: BLOCKED, undo: [], byHand: [] };
  const [promoted, waiting] = [having("promoted"), having("waits")];
  const sentences = [
    ...promotionSentences(promoted),
    ...waitingSentence(waiting),
    ...keptOutSentences(having("kept_out")),
    ...unprovedSentences(having("unproved")),
    ...(promoted.length + waiting.length === 0 ? ["Changes nothing in production."] : []),
  ];
  return {
    effect: sentences.join(" "),
    undo: promoted.flatMap(undoSteps),
    byHand: waiting.map(reasonStep),
  };
}

const BLOCKED = "Nothing changes: production stays as it is until the check passes.";

/** One for each way that versions take, since not every service answers for every task; behind the first two, how many more. */
function promotionSentences(runs: readonly ReportedRun[]): readonly string[] {
  const ways = new Map<string, string[]>();
  for (const { report, environments = [] } of runs) {
    const way = placesText(environments);
    ways.set(way, [...(ways.get(way) ?? []), `${report.task} to ${report.version}`]);
  }
  const [first, second, ...others] = [...ways].map(
    ([way, tasks]) => `Promotes ${listed(tasks)}${way === "" ? "" : ` and deploys to ${way}`}.`,
  );
  const more = [...ways.values()].slice(2).flat();
  const last = others.length < 2 ? others : [`Promotes ${counted(more.length, "more task")} elsewhere.`];
  return [first, second, ...last].flatMap((sentence) => sentence ?? []);
}

/** In the order of deployment; of many the first ones and the last, where users are. */
function placesText(environments: readonly ReportedEnvironment[]): string {
  const names = environments.map(placeName);
  const between = names.length - SHOWN;
  return (between <= 0 ? names : [...names.slice(0, 2), `${between + 1} more`, ...names.slice(-1)]).join(
    ", then ",
  );
}

const waitingSentence = (runs: readonly ReportedRun[]): readonly string[] =>
  runs.length === 0
    ? []
    : [
        `Leaves ${listed(runs.map(({ report }) => `${report.task} ${report.version}`))} out until, after the merge, a release manager gives the reason in the workflow \`override\`.`,
      ];

function reasonStep({ report: { task }, scripts }: ReportedRun): MergeStep {
  const evaluated = `npm run eval-runner -- --task ${task}`;
  const promoted = `npm run promote -- --task ${task} --reason "…" --commit --tag --push`;
  return { where: `the reason for ${task}`, command: launched(`${evaluated} && ${promoted}`, scripts) };
}

function keptOutSentences(runs: readonly ReportedRun[]): readonly string[] {
  const [first, ...others] = runs;
  if (first === undefined) return [];
  if (others.length === 0) return [keptOutSentence(first)];
  return [
    `Leaves ${listed(runs.map(({ report }) => report.task))} out: a decision stands against each of them, as told below.`,
  ];
}

/** Why one stays out, and how it comes back. The reason is somebody's own words: no command stands in it. */
export function keptOutSentence({ report, keptOut, scripts }: ReportedRun): string {
  if (keptOut === undefined) return "";
  const found = printableLine(keptOut.found.replaceAll("`", "'"), LONGEST_FOUND);
  return `Leaves ${report.task} out: ${found}. ${launched(keptOut.fix, scripts)}`;
}

const unprovedSentences = (runs: readonly ReportedRun[]): readonly string[] =>
  runs.length === 0
    ? []
    : [
        `Leaves ${listed(runs.map(({ report }) => report.task))} out: answers made elsewhere are no evidence.`,
      ];

/** As many of the first as fit, and how many more there are. */
export function listed(names: readonly string[]): string {
  const fitting = names
    .slice(0, SHOWN)
    .filter((_, at) => names.slice(0, at + 1).join(", ").length <= LONGEST_LIST);
  const shown = fitting.length === 0 ? names.slice(0, 1) : fitting;
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}

const placeName = ({ service, environment }: ReportedEnvironment): string => `${service}/${environment}`;

function undoSteps({ report, production, environments = [], scripts }: ReportedRun): readonly MergeStep[] {
  const { task } = report;
  const step = (where: string, command: string): MergeStep => ({
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
