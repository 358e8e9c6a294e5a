import { steadyIdentity } from "../../deployment/adapters/probe-service.ts";
import type { EvaluateLive } from "../../deployment/deploy.ts";
import type { ChangedTask } from "../../deployment/records/deployment-record.ts";
import type { LiveIdentity } from "../../deployment/targets/target.ts";
import { serviceAsker } from "../../evaluation/adapters/service-provider.ts";
import { systemPace } from "../../evaluation/adapters/system-pace.ts";
import type { Decision } from "../../gate/decision.ts";
import { acceptedPromotion } from "../../lifecycle/evidence/accepted-promotion.ts";
import { readAudit } from "../../lifecycle/records/read-audit.ts";
import { answersWanted } from "../../prompts/examples/example-exceptions.ts";
import type { CommandContext } from "../frame/command.ts";
import type { Workspace } from "../frame/workspace.ts";
import { judgeSetup } from "./asking/judging.ts";
import { cutShort } from "./cut-short.ts";
import { evaluateTask, type TaskEvaluation } from "./evaluate-task.ts";
import { liveProgress } from "./live-progress.ts";
import { logRun } from "./log-run.ts";
import type { PlannedArm, PlannedArms } from "./planning/arm-plan.ts";
import { digestsOf, type ReadyTask, readMeasurableTask } from "./ready-task.ts";
import { createRunFolder } from "./runs/run-folder.ts";
import { namedTask } from "./select-tasks.ts";
import { citedScoreOf, promptVersion } from "./versions.ts";

const CONCURRENCY = 16;

export interface LiveEvaluation {
  readonly task: string;
  readonly run: TaskEvaluation;
}

export interface LivePorts {
  /** Throws where what was measured is not the deployment's own any more: nothing of it is logged then. */
  stillOurs(): Promise<void>;
  /** Whether users meet already what is being evaluated. */
  readonly hasTraffic: boolean;
  onRun(evaluation: LiveEvaluation): void;
}

/**
 * Asks the running service about each task, the new version and the one to compare with, and lets the gate decide. What
 * was measured is logged and handed to `onRun`.
 */
export function liveEvaluation(
  context: CommandContext,
  workspace: Workspace,
  { stillOurs, hasTraffic, onRun }: LivePorts,
): EvaluateLive {
  return async (tasks, url) => {
    const live = await steadyIdentity(url, { pace: systemPace, signal: context.signal });
    const decisions: [string, Decision][] = [];
    for (const changed of tasks) {
      const run = await evaluateChanged(context, workspace, { changed, url, live, stillOurs, hasTraffic });
      onRun({ task: changed.task, run });
      decisions.push([changed.task, run.decision]);
    }
    return Object.fromEntries(decisions);
  };
}

/** The task as a live evaluation needs it. Throws `Failure` with exit 3: better before a deployment begins than within. */
export function measurableTask({ repository }: Workspace, { task, version }: ChangedTask): ReadyTask {
  return readMeasurableTask(repository, namedTask(repository, task), (ready) =>
    promptVersion(repository, ready, version),
  );
}

/** A run that was stopped, or whose key was refused, says nothing: the deployment breaks off there. */
function refuseCutShort(
  { end }: TaskEvaluation,
  { signal }: CommandContext,
  { changed: { task, version }, hasTraffic }: LiveQuestion,
): void {
  if (end.kind !== "stopped" && end.kind !== "refused") return;
  const why = signal.aborted ? "it was stopped" : "the provider refused the key";
  throw cutShort({ task, version, why, hasTraffic });
}

interface LiveQuestion {
  readonly changed: ChangedTask;
  readonly url: string;
  readonly live: LiveIdentity | undefined;
  readonly stillOurs: LivePorts["stillOurs"];
  readonly hasTraffic: boolean;
}

async function evaluateChanged(
  context: CommandContext,
  workspace: Workspace,
  question: LiveQuestion,
): Promise<TaskEvaluation> {
  const { changed, url, live, stillOurs } = question;
  const ready = measurableTask(workspace, changed);
  const reported = live?.prompts[changed.task]?.prompt_digest;
  const arms = liveArms(workspace, ready, changed, url);
  const repeats = ready.metadata.evaluation.repeats ?? 1;
  const digests = digestsOf(ready, arms.candidate.prompt, repeats);
  const choice = {
    task: changed.task,
    stage: changed.version,
    baseline: arms.baseline?.version ?? "none",
    repeats,
  };
  const accepted = acceptedPromotion(readAudit(workspace.repository.files), {
    ...{ task: changed.task, version: changed.version },
    evaluationDigest: digests.evaluation,
  });
  const folder = createRunFolder(workspace.root, choice, {});
  const judges = judgeSetup(workspace.repository, ready.metadata, ready.examples, {
    config: workspace.repository.config,
    environment: context.environment,
    concurrency: CONCURRENCY,
  });
  const subject = {
    ...{ ready, arms, examples: ready.examples, digests, repeats, folder },
    ...(judges === undefined ? {} : { judges }),
  };
  const onResult = liveProgress(context.terminal, {
    ...{ task: changed.task, version: changed.version },
    total: answersWanted(ready.examples, repeats) * (arms.baseline === undefined ? 1 : 2),
  });
  try {
    const run = await evaluateTask(workspace, subject, {
      phase: "after",
      stage: changed.version,
      concurrency: CONCURRENCY,
      evidence: "live",
      signal: context.signal,
      onResult: (_, result) => onResult(result),
      ...(accepted === undefined ? {} : { accepted }),
      live: {
        healthy: live !== undefined,
        expectedDigest: changed.prompt_digest,
        ...(reported === undefined ? {} : { reportedDigest: reported }),
      },
    });
    refuseCutShort(run, context, question);
    await stillOurs();
    await logRun(workspace, ready.task.entry.address, ready.metadata, run);
    return run;
  } finally {
    folder.remove();
  }
}

function liveArms(
  { repository }: Workspace,
  ready: ReadyTask,
  changed: ChangedTask,
  url: string,
): PlannedArms {
  const arm = (version: string): PlannedArm => {
    const prompt = promptVersion(repository, ready, version);
    const deterministic = repository.config.providers[prompt.model.provider]?.kind === "offline";
    return { prompt, version, asker: serviceAsker({ url, task: changed.task, version, deterministic }) };
  };
  const candidate = arm(changed.version);
  if (changed.baseline === undefined) return { candidate };
  const citedScore = citedScoreOf(repository, ready, changed.baseline);
  return {
    candidate,
    baseline: { ...arm(changed.baseline), ...(citedScore === undefined ? {} : { citedScore }) },
  };
}
