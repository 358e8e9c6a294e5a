import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../../src/prompts/reading/json.ts";
import { objectAt, type Step, textAt } from "../../workflows/workflow-file.ts";
import { asText, asTexts, type ExpressionScope, evaluateText, evaluateWithin } from "./expression.ts";
import type { RunContext } from "./run-context.ts";
import type { ActionEnd, Annotation, Texts } from "./site.ts";
import { parseStepFile } from "./step-file.ts";
import { StepLog } from "./step-log.ts";
import { runScript } from "./step-process.ts";

export interface StepPlace {
  readonly name: string;
  readonly run: RunContext;
  readonly step: Step;
  readonly scope: ExpressionScope;
  readonly github: JsonObject;
  readonly workspace: string;
  readonly temporary: string;
  /** `defaults.run` of job and workflow. */
  readonly defaults: JsonObject;
  /** Variables of the job and of earlier steps. */
  readonly environment: Texts;
  /** Put before the path, newest first. */
  readonly paths: readonly string[];
  readonly secrets: readonly string[];
}

export interface StepEnd {
  readonly isGood: boolean;
  readonly outputs: Texts;
  readonly environment: Texts;
  readonly paths: readonly string[];
  readonly summary: string;
  readonly log: string;
  readonly annotations: readonly Annotation[];
}

const FILES = ["OUTPUT", "ENV", "PATH", "STEP_SUMMARY", "STATE"] as const;

/** GitHub shows at most so much of a step's summary, and drops a larger one with an error. */
const SUMMARY_BYTES = 1024 * 1024;

/** Runs one step that is due. Never throws for what the step does wrong. */
export async function runStep(place: StepPlace): Promise<StepEnd> {
  const log = new StepLog(place.secrets, storyOf(place));
  const own = asTexts(evaluateWithin(objectAt(place.step.raw, "env"), place.scope));
  const folder = mkdtempSync(join(place.temporary, "step-"));
  for (const file of FILES) writeFileSync(join(folder, file), "");
  try {
    const end =
      place.step.uses === ""
        ? await runText(place, { own, folder }, (text) => log.add(text))
        : await runAction(place, own, (line) => log.add(`${line}\n`));
    log.end();
    if (log.refused.length > 0) throw new Error(`the runner refuses ::${log.refused[0]}::`);
    const summary = readFileSync(join(folder, "STEP_SUMMARY"), "utf8");
    if (Buffer.byteLength(summary) > SUMMARY_BYTES) throw new Error("the step summary is larger than 1 MiB");
    return {
      isGood: end.isGood,
      outputs: { ...read(folder, "OUTPUT"), ...end.outputs },
      environment: { ...read(folder, "ENV"), ...end.environment },
      paths: readFileSync(join(folder, "PATH"), "utf8")
        .split("\n")
        .filter((line) => line !== "")
        .reverse(),
      summary,
      log: log.text,
      annotations: log.annotations,
    };
  } catch (error) {
    log.add(`Error: ${error instanceof Error ? error.message : String(error)}\n`);
    const nothing = { outputs: {}, environment: {}, paths: [], summary: "" };
    return { isGood: false, ...nothing, log: log.text, annotations: log.annotations };
  }
}

/** A step is told of when it has something to say; of an action only its failure is worth telling. */
function storyOf({ name, step, run: { site } }: StepPlace): (line: string) => void {
  let isNamed = false;
  return (line) => {
    if (step.uses !== "" && !line.startsWith("Error")) return;
    if (!isNamed) site.tell(`  ${name}`);
    isNamed = true;
    site.tell(`    ${line}`);
  };
}

const read = (folder: string, file: (typeof FILES)[number]): Texts =>
  parseStepFile(readFileSync(join(folder, file), "utf8"));

async function runText(
  place: StepPlace,
  { own, folder }: { readonly own: Texts; readonly folder: string },
  onText: (text: string) => void,
): Promise<ActionEnd & { readonly isGood: boolean }> {
  const { step, defaults, scope, workspace, paths, run } = place;
  const file = join(folder, "script.sh");
  writeFileSync(file, asText(evaluateText(step.run, scope)));
  const machine = run.site.machine;
  const where = textAt(step.raw, "working-directory") || textAt(defaults, "working-directory");
  const code = await runScript(
    {
      file,
      shell: textAt(step.raw, "shell") || textAt(defaults, "shell"),
      folder: join(workspace, asText(evaluateText(where, scope))),
      environment: {
        ...machine,
        ...place.environment,
        ...Object.fromEntries(FILES.map((name) => [`GITHUB_${name}`, join(folder, name)])),
        ...own,
        PATH: [...paths, machine["PATH"]].join(":"),
      },
      // A step that runs although the run was cancelled is not cancelled a second time.
      signal: run.signal.aborted ? new AbortController().signal : run.signal,
    },
    onText,
  );
  if (code !== 0) onText(`Process completed with exit code ${code ?? "of a signal"}.\n`);
  return { isGood: code === 0 };
}

async function runAction(
  { run, step, scope, github, workspace, temporary, environment }: StepPlace,
  own: Texts,
  say: (line: string) => void,
): Promise<ActionEnd & { readonly isGood: boolean }> {
  const [name = ""] = step.uses.split("@");
  const action = run.site.actions[name];
  if (action === undefined) throw new Error(`nothing stands in for ${name}`);
  const inputs = asTexts(evaluateWithin(step.with, scope));
  const { site, trigger } = run;
  const variables = { ...environment, ...own };
  const end = await action({
    inputs,
    site,
    trigger,
    github,
    workspace,
    temporary,
    environment: variables,
    say,
  });
  return { ...end, isGood: true };
}
