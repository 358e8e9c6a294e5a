import { setOutput, summary } from "@actions/core";

export interface StepResult {
  readonly outputs?: Readonly<Record<string, string>>;
  /** Markdown for the page of the run. */
  readonly summary?: string;
}

/** Hands outputs and summary of a workflow's step to the runner; outside of a workflow nothing happens. */
export async function writeStepResult(environment: NodeJS.ProcessEnv, result: StepResult): Promise<void> {
  if (isSet(environment["GITHUB_OUTPUT"]))
    for (const [name, value] of Object.entries(result.outputs ?? {})) setOutput(name, value);
  if (isSet(environment["GITHUB_STEP_SUMMARY"]) && isSet(result.summary))
    await summary.addRaw(result.summary ?? "", true).write();
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== "";
