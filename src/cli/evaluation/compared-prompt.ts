import { measurementOf, readPastRuns } from "../../lifecycle/evidence/run-history.ts";
import { plannedVersion } from "../../lifecycle/plans/planned-version.ts";
import { promptDigest } from "../../prompts/digests.ts";
import { EXIT } from "../../prompts/exit-code.ts";
import { Failure } from "../../prompts/failure.ts";
import type { Prompt } from "../../prompts/records/production-prompt.ts";
import type { Repository } from "../../prompts/repository.ts";
import type { ComparedPrompt } from "../../reporting/prompt-comparison.ts";
import { recordedVersion } from "../promotion/recorded-version.ts";
import { promotionCandidate, readReadyTasks } from "./ready-task.ts";
import { namedTask } from "./select-tasks.ts";

/** Finds prompts of one task by name: `candidate`, `production`, or a version. */
export interface PromptFinder {
  /** Undefined where nothing is in production. */
  readonly productionVersion: string | undefined;
  /** Throws `Failure` with exit 3 for what does not exist or has problems. */
  find(name: string): ComparedPrompt;
}

export function promptFinder(repository: Repository, id: string): PromptFinder {
  const entry = namedTask(repository, id);
  const registered = repository.registry.tasks[id]?.production?.version;
  const runs = readPastRuns(repository.files, entry.address);
  const compared = (version: string, prompt: Prompt, isCandidate: boolean): ComparedPrompt => {
    const digest = promptDigest(prompt);
    const run = measurementOf(runs, digest)?.figures;
    return { version, isCandidate, promptDigest: digest, prompt, ...(run === undefined ? {} : { run }) };
  };
  const candidate = (): ComparedPrompt => {
    const [ready] = readReadyTasks(repository, [entry]);
    if (ready === undefined) throw new TypeError(`no task ${id}`);
    const { version } = plannedVersion(promotionCandidate(repository, ready));
    return compared(version, ready.candidate, true);
  };
  return {
    productionVersion: registered,
    find: (name) => {
      if (name === "candidate") return candidate();
      const version = name === "production" ? registered : name;
      if (version === undefined) throw nothingInProduction(id);
      return compared(version, recordedVersion(repository, entry.address, version), false);
    },
  };
}

function nothingInProduction(id: string): Failure {
  return new Failure(`${id} has no version in production; nothing was compared`, {
    exit: EXIT.invalidContent,
    fix: "Name a version, or promote it first.",
  });
}
