import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Asker } from "../evaluation/asker.ts";
import { parseRecordedAnswers } from "../evaluation/recorded-answers.ts";
import { plannedVersion } from "../lifecycle/planned-version.ts";
import { EXIT } from "../prompts/exit-code.ts";
import { Failure } from "../prompts/failure.ts";
import type { Repository } from "../prompts/repository.ts";
import type { PlannedArm, PlannedArms } from "./arm-plan.ts";
import { promotionCandidate, type ReadyTask } from "./ready-task.ts";

export interface AnswerFiles {
  readonly outputs: string;
  readonly baseline?: string;
  /** Answers for each example. */
  readonly repeats: number;
}

/** Arms that answer from files. Throws `Failure` with exit 3 for lines that cannot be used, exit 2 for a missing file. */
export function externalArms(repository: Repository, ready: ReadyTask, files: AnswerFiles): PlannedArms {
  const { version } = plannedVersion(promotionCandidate(repository, ready));
  const arm = (path: string, name: string): PlannedArm => ({
    prompt: ready.candidate,
    version: name,
    asker: recordedAsker(ready, path, files.repeats),
  });
  return {
    candidate: arm(files.outputs, version),
    ...(files.baseline === undefined ? {} : { baseline: arm(files.baseline, basename(files.baseline)) }),
  };
}

function recordedAsker({ examples }: ReadyTask, path: string, repeats: number): Asker {
  const answers = parseRecordedAnswers(path, readAnswers(path), {
    ids: new Set(examples.map(({ id }) => id)),
    repeats,
  });
  if (answers.problems.length > 0) {
    throw new Failure(`${path} cannot be used; nothing was scored`, {
      exit: EXIT.invalidContent,
      fix: "Correct its lines and run again.",
      problems: answers.problems,
    });
  }
  return { deterministic: true, ask: async ({ id }, repeat) => answers.reply(id, repeat) };
}

function readAnswers(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new Failure(`${path} cannot be read; nothing was scored`, {
      exit: EXIT.usage,
      fix: "Give the path of a JSONL file.",
      cause,
    });
  }
}
