import type { EvalReport } from "../../evaluation/report.ts";
import { aNotice, type Notice } from "./notice.ts";

/** What has to be told of a task whose answers are no longer what they were, or are again. */
export function driftNotice(report: EvalReport, state: Notice["state"]): Notice {
  const { task, version, run_id, at, score, threshold, metric, model } = report;
  const measured = score === null ? "no score" : score.toFixed(4);
  const sentence = `${task} ${version} scores ${measured} in ${metric}; its threshold is ${threshold}`;
  return aNotice({
    ...{ event: "drift", state, subject: task, operation: run_id, at },
    title: `The model moved: ${task}`,
    reasons: state === "ended" ? [sentence] : [sentence, UNCHANGED, ...report.reasons],
    facts: { task, version, model: `${model.provider}/${model.name}`, run: run_id },
    fix: state === "ended" ? "" : `See it here: \`${commandFor(task)}\`.`,
  });
}

const UNCHANGED =
  "It was so in two runs in a row, and the prompt did not change: nothing was rolled back, since the version before would be asked of the same model";

const commandFor = (task: string): string =>
  `npm run eval-runner -- --task ${task} --stage production --baseline none --no-cache`;
