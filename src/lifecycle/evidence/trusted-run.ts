import { isAuthoredPath, isDataPath } from "../authored-path.ts";
import type { HostWorkflowRun } from "../code-host.ts";

/** A workflow's run that offers what it measured. */
export interface RunOffer {
  readonly run: HostWorkflowRun;
  /** `owner/name` of this repository. */
  readonly repository: string;
  /** The file of the workflow that makes evidence. */
  readonly workflow: string;
}

/** The same, with the pull request that it ran for. */
export interface EvidenceOffer extends RunOffer {
  /** The commit that is to be promoted from. */
  readonly commit: string;
  /** All paths that the commit's pull requests change; undefined where it has none. */
  readonly changed: readonly string[] | undefined;
}

const EVENTS = ["pull_request", "merge_group"];
/** GitHub lists no more files of a pull request, and does not say that it left some out. */
const MOST_FILES = 3000;

/**
 * Why the answers of a run are not taken as evidence for a promotion, as a sentence's end; undefined where nothing speaks against
 * them. A run of the very commit that is promoted ran the code of the main branch.
 */
export function doubtAboutRun(offer: EvidenceOffer): string | undefined {
  const { run, commit, changed } = offer;
  const doubt = doubtAboutOrigin(offer);
  if (doubt !== undefined) return doubt;
  if (!run.isSuccess) return `run ${run.id} did not succeed`;
  if (run.event === "merge_group" && run.headCommit === commit) return undefined;
  if (changed === undefined) return `no pull request is known for ${commit.slice(0, 12)}`;
  return doubtAboutChange("the pull request", changed);
}

/** Why a run is not one of this repository's own check that came to a result, red or green. */
export function doubtAboutResult(offer: RunOffer): string | undefined {
  const { id, isSuccess, isFailure } = offer.run;
  return doubtAboutOrigin(offer) ?? (isSuccess || isFailure ? undefined : `run ${id} came to no result`);
}

function doubtAboutOrigin({ run, repository, workflow }: RunOffer): string | undefined {
  const name = `run ${run.id}`;
  if (run.path.split("@")[0] !== workflow) return `${name} is not of ${workflow}`;
  if (run.headRepository !== repository) return `${name} evaluated another repository's commit`;
  return EVENTS.includes(run.event) ? undefined : `${name} was started by ${run.event}`;
}

/**
 * Why runs for pull requests from a branch may not have run the code of the base, as a sentence's end. GitHub checks a head merged into the base that it
 * is offered to, and a run says of neither base nor merge what it was. `bases`: of all pull requests from it; undefined where one was turned.
 */
export function doubtAboutBase(
  branch: string,
  bases: readonly string[] | undefined,
  base: string,
): string | undefined {
  if (bases === undefined) return `a pull request from ${branch} had another base before`;
  const other = bases.find((each) => each !== base);
  return other === undefined
    ? undefined
    : `${branch} was offered to ${other} too, whose code may have answered`;
}

/**
 * Why a change may have changed how answers are made; undefined where it holds what authors write, Markdown, which no command runs, and
 * nothing else. A script is code wherever it lies, and what production is on record as is what a candidate is compared with.
 */
export function doubtAboutChange(subject: string, changed: readonly string[]): string | undefined {
  if (changed.length >= MOST_FILES) return `${subject} changes ${MOST_FILES} files or more`;
  const foreign = changed.find(
    (path) => !path.endsWith(".md") && !(isAuthoredPath(path) && isDataPath(path)),
  );
  return foreign === undefined ? undefined : `${subject} also changes ${foreign}`;
}
