import { readFileSync } from "node:fs";
import { join } from "node:path";
import { storeFile } from "../../lifecycle/adapters/store-file.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import { SCRATCH_FOLDER } from "../../prompts/layout.ts";
import type { Json } from "../../prompts/reading/json.ts";
import { renderStep, type TimelineStep } from "../../reporting/terminal/timeline.ts";
import { makeScratchCopy, type ScratchCopy, useInPlace } from "../adapters/scratch-copy.ts";
import { STOP_WITH } from "../deployment/targets/deployment-wiring.ts";
import { stopDeployments } from "../deployment/targets/stop-deployments.ts";
import { readyTasks } from "../evaluation/select-tasks.ts";
import type { CommandContext, CommandResult } from "../frame/command.ts";
import { openWorkspace, type Workspace } from "../frame/workspace.ts";
import { runCommandProcess } from "./run-command-process.ts";
import {
  deployStep,
  drillStep,
  evaluateStep,
  improveStep,
  promoteStep,
  refusedStep,
  rollbackStep,
  statusStep,
  validateStep,
} from "./steps.ts";
import { TourFailure, type TourGround } from "./tour.ts";

/** Walks through the life cycle, on a scratch copy unless the flags say otherwise. Throws `Failure` at the first step that fails. */
export async function takeTour(context: CommandContext): Promise<CommandResult> {
  const workspace = openWorkspace(context);
  const { repository } = workspace;
  if (readyTasks(repository).length === 0) return nothingToShow();
  if (context.flags.isOn("in-place")) await requireNothingOfOthers(workspace);
  const copy = context.flags.isOn("in-place")
    ? useInPlace(context.root)
    : makeScratchCopy(context.root, repository.config.main_branch);
  const isKept = context.flags.isOn("keep") || context.flags.isOn("in-place");
  try {
    return await tour(context, copy, isKept);
  } finally {
    if (!isKept || context.signal.aborted) await stopDeployments(context, copy.root);
    if (!isKept) copy.remove();
  }
}

function nothingToShow(): CommandResult {
  const text =
    "there is no ready task yet, so the tour has nothing to show; make one:\n  npm run new -- --help";
  return { exit: EXIT.done, json: { ok: true, seconds: 0, steps: [], root: null }, text };
}

/** In place the tour commits and pushes: nobody's unfinished work may travel with it. */
async function requireNothingOfOthers({ git }: Workspace): Promise<void> {
  const dirty = await git.dirtyPaths();
  if (dirty.length === 0) return;
  throw new Failure(`uncommitted changes: ${dirty.slice(0, 5).join(", ")}; nothing was done`, {
    exit: EXIT.usage,
    fix: "Commit or put them away, or leave --in-place out: the tour then works on a copy.",
  });
}

async function tour(context: CommandContext, copy: ScratchCopy, isKept: boolean): Promise<CommandResult> {
  const started = performance.now();
  const told: TimelineStep[] = [];
  const ground = groundOf(context, copy, isKept, (step) => {
    told.push(step);
    context.terminal.show(renderStep(step, context.terminal.outPalette).trimEnd());
  });
  context.terminal.show(
    `${context.terminal.outPalette.strong("The life cycle of a prompt")} on ${copy.what}\n`,
  );
  try {
    await walk(ground);
  } catch (error) {
    throw failureOf(error, context);
  }
  const seconds = (performance.now() - started) / 1000;
  const pages = keepPages(context.root, copy.root);
  const json = {
    ok: true,
    seconds,
    steps: told,
    ...pages,
    root: isKept ? copy.root : null,
  } as unknown as Json;
  const where = isKept
    ? copy.root
    : "gone again; `npm run lifecycle -- --keep` keeps it and the running service";
  const text = [
    `\nEvery step did what it says, in ${seconds.toFixed(1)} s.`,
    `report  ${pages.report}`,
    `status  ${pages.status}`,
    `copy    ${where}`,
  ].join("\n");
  return { exit: EXIT.done, json, text };
}

/** The pages outlive the copy, in the repository's own git-ignored scratch folder. */
function keepPages(root: string, copy: string): { readonly report: string; readonly status: string } {
  const keep = (from: string, name: string): string => {
    const path = join(root, SCRATCH_FOLDER, "tour", name);
    storeFile(path, readFileSync(join(copy, SCRATCH_FOLDER, from), "utf8"));
    return path;
  };
  return { report: keep("reports/report.html", "report.html"), status: keep("status.html", "status.html") };
}

function groundOf(
  context: CommandContext,
  copy: ScratchCopy,
  isKept: boolean,
  tell: TourGround["tell"],
): TourGround {
  const { signal } = context;
  const environment = isKept
    ? context.environment
    : { ...context.environment, [STOP_WITH]: String(process.pid) };
  return {
    root: copy.root,
    git: copy.git,
    tell,
    command: (name, ...flags) => runCommandProcess(name, flags, { root: copy.root, environment, signal }),
  };
}

async function walk(ground: TourGround): Promise<void> {
  await validateStep(ground);
  await improveStep(ground);
  const reports = await evaluateStep(ground);
  const promoted = await promoteStep(ground);
  await deployStep(ground);
  const task = promoted[0]?.task ?? reports[0]?.task ?? "";
  await drillStep(ground, task);
  await rollbackStep(ground, task);
  await refusedStep(ground, task);
  await statusStep(ground);
}

function failureOf(error: unknown, { signal }: CommandContext): unknown {
  if (signal.aborted)
    return new Failure("the tour was stopped; nothing is left running", {
      exit: EXIT.bug,
      fix: "Run it again.",
    });
  if (!(error instanceof TourFailure)) return error;
  return new Failure(`the tour ended at a step that did not do what it says: ${error.message}`, {
    exit: EXIT.bug,
    fix: "Run `npm run lifecycle -- --keep --debug` and look at the copy.",
    cause: error,
  });
}
