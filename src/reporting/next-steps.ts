import type { EvalReport } from "../evaluation/report.ts";
import { acceptingLine } from "../lifecycle/evidence/acceptance.ts";
import { formatScore } from "./figures.ts";
import { mayPromote } from "./may-promote.ts";
import type { ReportedRun } from "./reported-run.ts";

/** Exactly one next step for each of the two people who may act. */
export interface NextSteps {
  readonly author: string;
  readonly owner: string;
}

const MAX_NAMED_TASKS = 5;

/**
 * The command that gives the same result on any machine with the repository and the provider's key; many tasks are
 * selected by what changed.
 */
export function localCommand(reports: readonly EvalReport[]): string {
  const first = reports[0];
  const tasks = reports.map((report) => ` --task ${report.task}`).join("");
  const selection = reports.length > MAX_NAMED_TASKS ? " --changed-since origin/main" : tasks;
  const stage = first === undefined || first.stage === "candidate" ? "" : ` --stage ${first.stage}`;
  const baseline = reports.some((report) => report.baseline !== null) ? " --baseline production" : "";
  return `npm run eval-runner --${selection}${stage}${baseline}`;
}

/** Whether the reader has the run on the machine at hand, or only the report of it. */
export type ReaderPlace = "at_the_run" | "elsewhere";

/** What author and owner do next, by verdict and cause. Elsewhere no step names a run, which only its own machine has. */
export function nextSteps(run: ReportedRun, place: ReaderPlace = "at_the_run"): NextSteps {
  const { report } = run;
  switch (report.verdict) {
    case "pass":
      return { author: "Ask an owner to approve, then merge.", owner: "Approve." };
    case "fail":
      return failSteps(report, again(report, place));
    case "regression":
      return regressionSteps(report, again(report, place));
    case "inconclusive":
      if (mayPromote(run)) return { author: "Merge once an owner has approved.", owner: "Approve." };
      return run.cause === "provider" ? providerSteps(report) : noiseSteps(report, place);
    case "drift":
      return driftSteps(report);
    case "unhealthy":
      return {
        author: "Nothing: the service is at fault, not the prompt.",
        owner: "Look at what the service logged, then run `npm run reconcile`.",
      };
    case "error":
      return {
        author: `Run \`npm run validate -- --task ${report.task}\` and mend what it names.`,
        owner: "Nothing until the author has mended the files.",
      };
  }
}

/** How the author sees the failing examples again. */
const again = ({ task, run_id }: EvalReport, place: ReaderPlace): string =>
  place === "elsewhere"
    ? "run the command above to see them fail"
    : `ask them alone with \`npm run eval-runner -- --task ${task} --only-failed ${run_id}\``;

const override = (report: EvalReport): string =>
  `\`npm run promote -- --task ${report.task} --override --reason "…"\``;

function failSteps(report: EvalReport, seen: string): NextSteps {
  return {
    author: `Bring the score to ${formatScore(report.threshold)}; for the failing examples, ${seen}.`,
    owner:
      "Nothing to accept: a threshold that is wrong is changed in a pull request of its own, with the reason.",
  };
}

function regressionSteps(report: EvalReport, seen: string): NextSteps {
  return {
    author: `Mend the newly failing examples; ${seen}.`,
    owner: `Nothing, or, where the trade is wanted, have a release manager run ${override(report)}.`,
  };
}

function noiseSteps(report: EvalReport, place: ReaderPlace): NextSteps {
  const accept =
    place === "elsewhere"
      ? `approve in a review with the line \`${acceptingLine(report.task)}\``
      : `have a release manager run ${override(report)}`;
  return {
    author:
      "Add examples like those that changed, so that the next run can tell; or ask an owner to accept the drop.",
    owner: `Read the examples that changed; to accept a drop of ${unprovenDrop(report)}, ${accept}.`,
  };
}

const unprovenDrop = (report: EvalReport): string =>
  formatScore(Math.abs(Math.min(0, report.baseline?.difference ?? 0)));

function providerSteps(report: EvalReport): NextSteps {
  return {
    author: `Nothing to change; start the check again, or run ${`\`${localCommand([report])}\``}.`,
    owner:
      "Look at the provider's status, the key's quota and the budget if it happens three times in a row.",
  };
}

function driftSteps(report: EvalReport): NextSteps {
  return {
    author: "Nothing to mend for the drift: production, unchanged, scores below the threshold today too.",
    owner: `Choose: another model, or, where this version is the better one, ${override(report)}.`,
  };
}
