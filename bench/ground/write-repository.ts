import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { EvalReport } from "../../src/evaluation/report.ts";
import { datasetDigest, evaluationDigest, promptDigest, scorersDigest } from "../../src/prompts/digests.ts";
import {
  archivePath,
  CONFIG_FILE,
  examplesFolder,
  metadataPath,
  productionPath,
  REGISTRY_FILE,
  reportPath,
  templatePath,
} from "../../src/prompts/layout.ts";
import { renderProductionFile } from "../../src/prompts/records/production-file.ts";
import type { RegistryTask } from "../../src/prompts/records/registry.ts";
import { EMPTY_REGISTRY_TEXT, editRegistryText } from "../../src/prompts/records/registry-file.ts";
import { sha256 } from "../../src/prompts/sha256.ts";
import { aReport } from "../../test/builders/report.ts";
import {
  configText,
  exampleLines,
  examplesOf,
  metadataText,
  promptOf,
  taskId,
  templateText,
} from "./task-texts.ts";

export interface RepositoryShape {
  readonly tasks: number;
  /** Of each task. */
  readonly examples: number;
  /** With 1.1.0 in production on a cited run and 1.0.0 in the archive. */
  readonly arePromoted: boolean;
  /** Where the provider listens on loopback. */
  readonly port: number;
}

const RUN = "run-20260131T120000Z-000001";
const [EARLIER, CURRENT] = ["Be brief.", "Be brief, in one sentence."];

/** A repository without a problem, as a commit in git. */
export function writeRepository(root: string, shape: RepositoryShape): void {
  const registered: Record<string, RegistryTask> = {};
  for (let number = 1; number <= shape.tasks; number += 1) {
    writeSources(root, number, shape);
    if (shape.arePromoted) registered[taskId(number)] = writePromoted(root, number, shape.examples);
  }
  write(root, CONFIG_FILE, configText(shape.port));
  write(root, REGISTRY_FILE, editRegistryText(EMPTY_REGISTRY_TEXT, { tasks: registered }));
  write(root, ".gitignore", ".pipeline/\n");
  commitAll(root);
}

/** Another wording of one task, so that there is something to promote. */
export function reword(root: string, number: number): void {
  write(root, templatePath({ id: taskId(number) }), templateText(number, "Answer in one short sentence."));
}

export function commitAll(root: string): void {
  const git = (...args: readonly string[]): unknown =>
    execFileSync("git", args, { cwd: root, stdio: "pipe" });
  git("init", "--quiet", "--initial-branch=main");
  git("add", "--all");
  const identity = ["-c", "user.name=Bench", "-c", "user.email=bench@example.org"];
  git(...identity, "-c", "commit.gpgsign=false", "commit", "--quiet", "--message=state");
}

function writeSources(root: string, number: number, { examples, arePromoted }: RepositoryShape): void {
  const task = { id: taskId(number) };
  write(root, templatePath(task), templateText(number, CURRENT));
  write(root, metadataPath(task), metadataText(number, arePromoted ? "1.1.0" : undefined));
  write(root, `${examplesFolder(task)}/questions.jsonl`, exampleLines(examples));
}

function writePromoted(root: string, number: number, examples: number): RegistryTask {
  const task = { id: taskId(number) };
  const [before, now] = [promptOf(number, EARLIER), promptOf(number, CURRENT)];
  const production = renderProductionFile(now, "1.1.0", productionPath(task));
  const archived = archivePath(task, "1.0.0");
  const report = reportOf(task.id, promptDigest(now), examples);
  const reportText = JSON.stringify(report, null, 2);
  write(root, productionPath(task), production);
  write(root, archived, renderProductionFile(before, "1.0.0", archived));
  write(root, reportPath(task, RUN), reportText);
  return {
    production: {
      version: "1.1.0",
      sha256: sha256(production),
      prompt_digest: promptDigest(now),
      evidence: {
        kind: "run",
        run_id: RUN,
        report_sha256: sha256(reportText),
        evaluation_digest: report.digests.evaluation,
      },
    },
    versions: [
      { version: "1.0.0", prompt_digest: promptDigest(before), status: "verified" },
      { version: "1.1.0", prompt_digest: promptDigest(now), status: "promoted" },
    ],
  };
}

function reportOf(task: string, prompt: string, examples: number): EvalReport {
  const parts = {
    prompt,
    dataset: datasetDigest(examplesOf(examples)),
    scorers: scorersDigest([{ type: "equals" }], {}),
  };
  const base = aReport();
  return {
    ...base,
    run_id: RUN,
    task,
    score: 0.95,
    digests: { ...parts, evaluation: evaluationDigest({ ...parts, repeats: 1 }) },
    counts: { ...base.counts, examples, scored: examples, passed: examples, failed: 0 },
  };
}

function write(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}
