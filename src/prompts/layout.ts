export const REGISTRY_FILE = "prompt_registry.yaml";
export const AUDIT_FILE = "prompt_audit.jsonl";
export const CONFIG_FILE = "pipeline.config.yaml";
export const SCRATCH_FOLDER = ".pipeline";
/** What git ignores, so that what a stopped command had half written is not committed. */
export const TEMPORARY_FILES = "*.[0-9]*.tmp";

/** The process that writes `<name>.<process>.tmp` before it gets its final name; undefined for every other file. */
export function writerOf(path: string): number | undefined {
  const pid = /\.([1-9]\d*)\.tmp$/.exec(path)?.[1];
  return pid === undefined ? undefined : Number(pid);
}

export const FOLDERS = {
  templates: "prompts/00-templates",
  examples: "prompts/01-examples",
  production: "prompts/02-production",
  metadata: "prompts/03-metadata",
  evals: "prompts/04-evals",
  archive: "prompts/99-archive",
} as const;

export const FRAGMENTS_FOLDER = `${FOLDERS.templates}/fragments`;

/** A task's place in the tree: its id and the one optional folder above it. */
export interface TaskAddress {
  readonly id: string;
  readonly group?: string;
}

const inside = (folder: string, task: TaskAddress): string =>
  task.group === undefined ? `${folder}/${task.id}` : `${folder}/${task.group}/${task.id}`;

/** Paths are relative to the repository's root, with forward slashes. */
export const templatePath = (task: TaskAddress): string => `${inside(FOLDERS.templates, task)}.yaml`;
export const metadataPath = (task: TaskAddress): string => `${inside(FOLDERS.metadata, task)}.yaml`;
export const productionPath = (task: TaskAddress): string => `${inside(FOLDERS.production, task)}.yaml`;
export const examplesFolder = (task: TaskAddress): string => inside(FOLDERS.examples, task);
export const archivePath = (task: TaskAddress, version: string): string =>
  `${inside(FOLDERS.archive, task)}/${version}.yaml`;
export const historyPath = (task: TaskAddress): string => `${inside(FOLDERS.evals, task)}/history.jsonl`;
export const runFolder = (task: TaskAddress, runId: string): string =>
  `${inside(FOLDERS.evals, task)}/${runId}`;
export const reportPath = (task: TaskAddress, runId: string): string =>
  `${runFolder(task, runId)}/report.json`;
export const resultsPath = (task: TaskAddress, runId: string): string =>
  `${runFolder(task, runId)}/results.jsonl`;
export const fragmentPath = (name: string): string => `${FRAGMENTS_FOLDER}/${name}.md`;
