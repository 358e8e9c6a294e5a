import type { EvalReport, Verdict } from "../evaluation/report.ts";
import { acceptingLine } from "../lifecycle/evidence/acceptance.ts";
import { formatScore } from "./figures.ts";
import { launched, type ScriptNames } from "./launched.ts";
import { mayPromote } from "./may-promote.ts";
import { listed } from "./merge-effect.ts";
import { mergeFate } from "./merge-fate.ts";
import type { ReportedRun } from "./reported-run.ts";
import { worstFirst } from "./worst-first.ts";

/** Exactly one next step for each of the two people who may act; commands stand between backticks. */
export interface NextSteps {
  readonly author: string;
  readonly owner: string;
}

/** Characters of the flags that name tasks; beyond, what changed is shorter. */
const LONGEST_SELECTION = 90;

/**
 * The command that gives the same result on any machine with the repository and the provider's key; many tasks are
 * selected by what changed.
 */
export function localCommand(reports: readonly EvalReport[], scripts?: ScriptNames): string {
  const first = reports[0];
  const tasks = reports.map((report) => ` --task ${report.task}`).join("");
  const selection = tasks.length > LONGEST_SELECTION ? " --changed-since origin/main" : tasks;
  const stage = first === undefined || first.stage === "candidate" ? "" : ` --stage ${first.stage}`;
  return launched(`npm run eval-runner --${selection}${stage}`, scripts);
}

/** Whether the reader has the run on the machine at hand, or only the report of it. */
export type ReaderPlace = "at_the_run" | "elsewhere";

/** What author and owner do next about several tasks at once: the gravest decides, and where all may be merged, all of them. */
export function nextStepsOfAll(runs: readonly ReportedRun[], place: ReaderPlace): NextSteps {
  const [worst] = worstFirst(runs);
  if (worst === undefined) return { author: "Nothing.", owner: "Nothing." };
  if (!mayPromote(worst)) return nextSteps(worst, place);
  const kept = runs.filter((run) => mergeFate(run) === "kept_out");
  if (kept.length > 0) return keptOutSteps(kept);
  const changed = runs.filter(({ gateChanges = [] }) => gateChanges.length > 0);
  if (changed.length > 0) return gateSteps(changed);
  return runs.some(({ report }) => report.verdict === "pass") ? APPROVED : ACCEPTED;
}

/** What author and owner do next, by verdict and cause. Elsewhere no step names a run, which only its own machine has. */
export function nextSteps(run: ReportedRun, place: ReaderPlace = "at_the_run"): NextSteps {
  if (mayPromote(run)) return nextStepsOfAll([run], place);
  const { author, owner } = blockedSteps(run, place);
  return { author: launched(author, run.scripts), owner: launched(owner, run.scripts) };
}

function blockedSteps(run: ReportedRun, place: ReaderPlace): NextSteps {
  const { report } = run;
  switch (report.verdict) {
    case "pass":
      return APPROVED;
    case "fail":
      return {
        author: `Bring the score to ${formatScore(report.threshold)}; ${again(report, place)}.`,
        owner: WAIT,
      };
    case "regression":
      return { author: `Mend the newly failing examples; ${again(report, place)}.`, owner: WAIT };
    case "inconclusive":
      return run.cause === "provider" ? providerSteps(place) : noiseSteps(report, place);
    case "drift":
      return {
        author: "Nothing: production, unchanged, scores below the threshold today too.",
        owner: "Decide about the model; the reasons say whether this version is the better one.",
      };
    case "unhealthy":
      return {
        author: "Nothing: the service is at fault, not the prompt.",
        owner: "Look at what the service logged, then run `npm run reconcile`.",
      };
    case "error":
      return {
        author: `Run \`npm run validate -- --task ${report.task}\` and mend what it names.`,
        owner: WAIT,
      };
  }
}

const WAIT = "Nothing until the author has mended that.";

const APPROVED: NextSteps = { author: "Ask an owner to approve, then merge.", owner: "Approve." };

/** The review that accepts is an approval too. */
const ACCEPTED: NextSteps = {
  author: "Merge.",
  owner: "Nothing; until the merge, asking for changes or dismissing the review takes the word back.",
};

/** Merging does no harm, and does not promote them. */
function keptOutSteps(kept: readonly ReportedRun[]): NextSteps {
  const tasks = listed(kept.map(({ report }) => report.task));
  return {
    author: `Merge what else is in it once an owner has approved; ${tasks} stays out of production as it is.`,
    owner: "Approve what else is in it.",
  };
}

/** Whoever answers for the gate agrees to an easier one, and not the task's owner alone. */
function gateSteps(changed: readonly ReportedRun[]): NextSteps {
  const owners = [...new Set(changed.flatMap(({ gateOwners = [] }) => gateOwners))];
  const named = owners.length === 0 ? "" : ` (${listed(owners)})`;
  return {
    author: `Ask an owner and a gate owner${named} to approve, then merge.`,
    owner: "Approve together with a gate owner, who answers for the easier gate.",
  };
}

/** How the author sees the failing examples again. */
const again = ({ task, run_id }: EvalReport, place: ReaderPlace): string =>
  place === "elsewhere"
    ? "the command above shows them failing"
    : `\`npm run eval-runner -- --task ${task} --only-failed ${run_id}\` asks the failing ones alone`;

const override = ({ task }: EvalReport): string =>
  `\`npm run promote -- --task ${task} --override --reason "…" --commit --tag --push\``;

/** How a release manager puts it into production all the same; undefined where nobody should. */
export function otherWay(run: ReportedRun): string | undefined {
  const { report, scripts } = run;
  if (mayPromote(run) || report.stage !== "candidate" || !OVERRIDABLE.includes(report.verdict))
    return undefined;
  const command = launched(override(report), scripts);
  return `Where it is wanted all the same, a release manager starts the workflow \`override\` once it is merged, or runs ${command}.`;
}

const OVERRIDABLE: readonly Verdict[] = ["fail", "regression", "inconclusive", "drift"];

function noiseSteps(report: EvalReport, place: ReaderPlace): NextSteps {
  const accept =
    place === "elsewhere"
      ? `approve in a review with the line \`${acceptingLine(report.task)}\``
      : `have a release manager run ${override(report)}`;
  return {
    author: "Add examples like those that changed, so that the next run can tell.",
    owner: `Read the examples that changed; to accept a drop of ${unprovenDrop(report)}, ${accept}.`,
  };
}

const unprovenDrop = (report: EvalReport): string =>
  formatScore(Math.abs(Math.min(0, report.baseline?.difference ?? 0)));

const providerSteps = (place: ReaderPlace): NextSteps => ({
  author:
    place === "elsewhere"
      ? "Start the failed jobs again; nothing has to be changed."
      : "Run it again; nothing has to be changed.",
  owner: "Look at the provider's status, the key's quota and the budget.",
});
