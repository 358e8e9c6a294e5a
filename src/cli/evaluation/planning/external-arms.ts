import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Asker } from "../../../evaluation/running/asker.ts";
import { parseRecordedAnswers } from "../../../evaluation/running/recorded-answers.ts";
import { repeatsOf } from "../../../prompts/examples/example-exceptions.ts";
import { withheldProblem } from "../../../prompts/examples/withheld-problem.ts";
import { EXIT } from "../../../prompts/exit-code.ts";
import { Failure } from "../../../prompts/failure.ts";
import type { ReadyTask } from "../ready-task.ts";
import type { RunChoice } from "../runs/run-choice.ts";
import { type ArmSource, type PlannedArm, type PlannedArms, planBaseline, stagePrompt } from "./arm-plan.ts";

/**
 * A candidate that answers from a file, compared with another file or, where a version is named, with that version asked
 * now. Throws `Failure` with exit 3 for lines that cannot be used, exit 2 for a missing file.
 */
export async function externalArms(
  source: ArmSource,
  choice: RunChoice,
  outputs: string,
): Promise<PlannedArms> {
  const [prompt, version] = stagePrompt(source, choice.stage);
  const fromFile = (path: string, name: string): PlannedArm => ({
    prompt,
    version: name,
    asker: recordedAsker(source.ready, path, choice.repeats),
  });
  const other = choice.baseline_outputs;
  const baseline =
    other === undefined ? await planBaseline(source, choice) : fromFile(other, basename(other));
  return { candidate: fromFile(outputs, version), ...(baseline === undefined ? {} : { baseline }) };
}

function recordedAsker({ examples, metadata }: ReadyTask, path: string, repeats: number): Asker {
  const answers = parseRecordedAnswers(path, readAnswers(path), {
    repeats: new Map(examples.map((example) => [example.id, repeatsOf(example, repeats)])),
  });
  if (answers.problems.length > 0) {
    throw new Failure(`${path} cannot be used; nothing was scored`, {
      exit: EXIT.invalidContent,
      fix: "Correct its lines and run again.",
      problems: metadata.data === "personal" ? answers.problems.map(withheldProblem) : answers.problems,
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
