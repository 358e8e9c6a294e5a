import { GitConflict, PushUncertain, RemoteMoved, RemoteRefused } from "../../git.ts";
import { demand, isAncestor, optionalText, type RunGit } from "./git-process.ts";
import { tipAtOrigin } from "./origin-tip.ts";

const MOVED = /\[rejected\].*\((fetch first|non-fast-forward|stale info)/;
/** Somebody else's push holds the remote's lock, or changed the branch in that instant. */
const IN_THE_WAY =
  /\[remote rejected\].*\((cannot lock ref|failed to update ref|incorrect old value|atomic transaction failed)/;

/**
 * One push of branch and tags, which arrives whole or not at all. The lease is on what origin's branch was when this
 * checkout last saw it, so that a branch that was rewound is not quietly put back. Where an earlier push of this commit
 * arrived though nobody heard of it, only the tags are left to push.
 */
export async function pushAtomic(run: RunGit, branch: string, tags: readonly string[]): Promise<void> {
  const tagReferences = tags.map((tag) => `refs/tags/${tag}`);
  const failure = await pushOnLease(run, branch, tagReferences);
  if (failure === undefined) return;
  if (!(failure instanceof RemoteMoved) || !(await hasHead(run, branch))) throw failure;
  if (tags.length === 0) return;
  const { code, stderr } = await run(["push", "--quiet", "--atomic", "origin", ...tagReferences]);
  if (code !== 0)
    throw new PushUncertain(`origin has the commit, but not its tags: ${oneLine(stderr)}`, stderr);
}

async function pushOnLease(
  run: RunGit,
  branch: string,
  tagReferences: readonly string[],
): Promise<Error | undefined> {
  const seen = optionalText(await run(["rev-parse", "--verify", "--quiet", `refs/remotes/origin/${branch}`]));
  if (seen !== undefined && !(await isAncestor(run, seen, "HEAD"))) return new RemoteMoved(branch, "");
  const lease = seen === undefined ? [] : [`--force-with-lease=refs/heads/${branch}:${seen}`];
  const references = [`HEAD:refs/heads/${branch}`, ...tagReferences];
  const { code, stderr } = await run(["push", "--quiet", "--atomic", ...lease, "origin", ...references]);
  if (code === 0) return undefined;
  const failure = refusalOf(branch, stderr);
  return failure instanceof TagElsewhere && (await isMoved(run, branch, seen))
    ? new RemoteMoved(branch, stderr)
    : failure;
}

/**
 * A tag of this push stands at origin already. A remote lists its references one by one: to somebody who asks while another's push
 * arrives it may show the old branch and the new tag.
 */
class TagElsewhere extends GitConflict {}

/** Where origin's branch stands right now; undefined too where origin does not answer. */
const tipOf = (run: RunGit, branch: string): Promise<string | undefined> =>
  tipAtOrigin(run, `refs/heads/${branch}`).catch(() => undefined);

/** Whether origin's branch stands elsewhere than when this checkout last saw it. */
async function isMoved(run: RunGit, branch: string, seen: string | undefined): Promise<boolean> {
  const tip = await tipOf(run, branch);
  return tip !== undefined && tip !== seen;
}

/** Whether origin's branch contains HEAD. */
async function hasHead(run: RunGit, branch: string): Promise<boolean> {
  const tip = await tipOf(run, branch);
  return tip !== undefined && isAncestor(run, "HEAD", tip);
}

function refusalOf(branch: string, stderr: string): Error {
  if (MOVED.test(stderr)) return new RemoteMoved(branch, stderr);
  if (IN_THE_WAY.test(stderr) && !stderr.includes("hook declined")) {
    return new RemoteMoved(branch, stderr, remoteText(stderr));
  }
  const tag = /\[rejected\] +(?:refs\/tags\/)?(\S+) .*\((?:already exists|would clobber)/.exec(stderr)?.[1];
  if (tag !== undefined) {
    return new TagElsewhere(`tag ${tag} stands on another commit at origin; nothing was pushed`, stderr);
  }
  if (/\[remote rejected\]/.test(stderr)) {
    return new RemoteRefused(`origin refused the push: ${remoteText(stderr)}; nothing was pushed`, stderr);
  }
  return new PushUncertain(
    `the push did not come to an end: ${oneLine(stderr)}; the commit stands here, whether origin has it is not known`,
    stderr,
  );
}

/** What the remote's hooks say, and the reason that git gives for the branch. */
function remoteText(stderr: string): string {
  const said = [...stderr.matchAll(/^remote: (.*\S)\s*$/gm)].map(([, text]) => text);
  const reason = /\[remote rejected\].*\((.*)\)/.exec(stderr)?.[1];
  return [...said, ...(reason === undefined ? [] : [reason])].join("; ");
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, "; ");

/** A person who finished a killed command by hand made the commit, and keeps it. */
const isOurs = async (run: RunGit, commit: string): Promise<boolean> =>
  optionalText(await run(["log", "-1", "--format=%(trailers:key=Operation,valueonly)", commit])) !==
  undefined;

/** Tags first, then the branch, then the index: stopped in between, applying the plan again finds everything it needs. */
export async function takeBack(
  run: RunGit,
  commit: string,
  paths: readonly string[],
  tags: readonly string[],
): Promise<boolean> {
  if ((await demand(run, ["rev-parse", "HEAD"])).trim() !== commit) return false;
  if (!(await isOurs(run, commit))) return false;
  const base = (await demand(run, ["rev-parse", "--verify", `${commit}^`])).trim();
  for (const tag of tags) {
    const place = optionalText(await run(["rev-parse", "--verify", "--quiet", `refs/tags/${tag}^{commit}`]));
    if (place === commit) await demand(run, ["tag", "--delete", "--", tag]);
  }
  await demand(run, ["update-ref", "-m", "taken back: origin did not accept it", "HEAD", base, commit]);
  const all = ["restore", "--staged", `--source=${base}`, "--pathspec-from-file=-", "--pathspec-file-nul"];
  await demand(run, all, paths.join("\0"));
  return true;
}
