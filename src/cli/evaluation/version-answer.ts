import { systemPace } from "../../evaluation/adapters/system-pace.ts";
import type { Judges } from "../../evaluation/judging/judge.ts";
import type { Provider } from "../../evaluation/request.ts";
import type { Result } from "../../evaluation/result.ts";
import { type Asker, promptAsker } from "../../evaluation/running/asker.ts";
import { evaluate } from "../../evaluation/running/evaluate.ts";
import { DEFAULT_RUN_LIMITS } from "../../evaluation/running/run.ts";
import { storedAsker } from "../../evaluation/running/stored-answers.ts";
import { outcomeOf } from "../../evaluation/scoring/example-outcome.ts";
import type { Status } from "../../lifecycle/bisect.ts";
import { readRuns } from "../../lifecycle/evidence/evidence.ts";
import { readResults } from "../../lifecycle/evidence/recorded-results.ts";
import { promptDigest } from "../../prompts/digests.ts";
import type { Example } from "../../prompts/examples/example.ts";
import type { Prompt } from "../../prompts/records/production-prompt.ts";
import type { Workspace } from "../frame/workspace.ts";
import { type JudgeSetup, openJudges } from "./asking/judging.ts";
import { scorersWithPorts } from "./asking/scorer-ports.ts";
import { digestsOf, type ReadyTask } from "./ready-task.ts";

/** What one version says to one example, scored as the task scores today. */
export interface VersionAnswer {
  readonly status: Status;
  readonly answer: string | null;
  readonly why: string;
  /** The run whose recorded answer this is; absent where the provider was asked. */
  readonly runId?: string;
}

export interface AnswerQuestion {
  readonly ready: ReadyTask;
  readonly example: Example;
  readonly prompt: Prompt;
  readonly signal: AbortSignal;
  readonly judges?: JudgeSetup;
  providerOf(prompt: Prompt): Promise<Provider>;
}

/**
 * Takes the answer that a run over today's examples recorded for exactly these bytes, or asks the provider. An answer that
 * cannot be had or scored is unknown.
 */
export async function versionAnswer(workspace: Workspace, question: AnswerQuestion): Promise<VersionAnswer> {
  const recorded = recordedRows(workspace, question);
  const asker =
    recorded === undefined
      ? promptAsker(question.prompt, await question.providerOf(question.prompt))
      : storedAsker(recorded.rows);
  const results = await ask(workspace, question, asker);
  const { status, shown, why } = outcomeOf(
    results,
    question.ready.metadata.evaluation.metric,
    question.example.flaky,
  );
  return {
    status: status === "passed" || status === "failed" ? status : "unknown",
    answer: shown?.output ?? null,
    why,
    ...(recorded === undefined ? {} : { runId: recorded.runId }),
  };
}

function recordedRows(
  { repository }: Workspace,
  { ready, example, prompt }: AnswerQuestion,
): { readonly runId: string; readonly rows: readonly Result[] } | undefined {
  const { address } = ready.task.entry;
  const [digest, { dataset }] = [promptDigest(prompt), digestsOf(ready, prompt)];
  const runs = readRuns(repository.files, address).filter(
    ({ report }) => report.digests.prompt === digest && report.digests.dataset === dataset,
  );
  for (const { report } of runs.toReversed()) {
    const rows = readResults(repository.files, address, report.run_id).filter(
      ({ id, output }) => id === example.id && output !== null,
    );
    if (rows.length > 0) return { runId: report.run_id, rows };
  }
  return undefined;
}

async function ask(workspace: Workspace, question: AnswerQuestion, asker: Asker): Promise<readonly Result[]> {
  const { root } = workspace;
  const { judges, signal } = question;
  if (judges === undefined) return scored(workspace, question, asker);
  const { concurrency } = DEFAULT_RUN_LIMITS;
  const open = openJudges(judges, { root, signal, concurrency, usesMemory: true });
  try {
    return await scored(workspace, question, asker, open);
  } finally {
    open.close();
  }
}

async function scored(
  { repository }: Workspace,
  { ready, example, prompt, signal }: AnswerQuestion,
  asker: Asker,
  judges?: Judges,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  const { scorers, repeats } = ready.metadata.evaluation;
  await evaluate({
    arms: [{ name: "version", asker }],
    examples: [example],
    scorers,
    scorerTypes: scorersWithPorts(repository, prompt, judges),
    repeats: repeats ?? 1,
    limits: DEFAULT_RUN_LIMITS,
    pace: systemPace,
    signal,
    onResult: (_, result) => {
      results.push(result);
    },
  });
  return results.sort((a, b) => a.repeat - b.repeat);
}
