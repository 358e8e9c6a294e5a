import type { HostWorkflowRun } from "../code-host.ts";

/** What a workflow's run that offers evidence says of itself, with the pull request that it ran for. */
export interface EvidenceOffer {
  readonly run: HostWorkflowRun;
  /** `owner/name` of this repository. */
  readonly repository: string;
  /** The file of the workflow that makes evidence. */
  readonly workflow: string;
  /** The commit that is to be promoted from. */
  readonly commit: string;
  /** All paths that the commit's pull requests change; undefined where it has none. */
  readonly changed: readonly string[] | undefined;
}

const EVENTS = ["pull_request", "merge_group"];
/** What authors change; everything else could have changed how answers are made. */
const DATA = ["prompts/", "pipelines/"];
/** GitHub lists no more files of a pull request, and does not say that it left some out. */
const MOST_FILES = 3000;

/**
 * Why the answers of a run are not taken as evidence, as a sentence's end; undefined where nothing speaks against them. A run
 * of the very commit that is promoted ran the code of the main branch.
 */
export function doubtAboutRun({
  run,
  repository,
  workflow,
  commit,
  changed,
}: EvidenceOffer): string | undefined {
  const name = `run ${run.id}`;
  if (run.path.split("@")[0] !== workflow) return `${name} is not of ${workflow}`;
  if (run.headRepository !== repository) return `${name} evaluated another repository's commit`;
  if (!EVENTS.includes(run.event)) return `${name} was started by ${run.event}`;
  if (!run.isSuccess) return `${name} did not succeed`;
  if (run.event === "merge_group" && run.headCommit === commit) return undefined;
  if (changed === undefined) return `no pull request is known for ${commit.slice(0, 12)}`;
  if (changed.length >= MOST_FILES) return `the pull request changes ${MOST_FILES} files or more`;
  const foreign = changed.find((path) => !DATA.some((folder) => path.startsWith(folder)));
  return foreign === undefined ? undefined : `the pull request also changes ${foreign}`;
}
