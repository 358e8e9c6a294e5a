import { randomUUID } from "node:crypto";
import { GitConflict, GitFailure } from "../../git.ts";
import { STATE_BRANCH, type StateBranch } from "../../state-branch.ts";
import { OWN_IDENTITY } from "./git-identity.ts";
import { demand, optionalText, type RunGit, runGit } from "./git-process.ts";
import { tipAtOrigin } from "./origin-tip.ts";

const REFERENCE = `refs/heads/${STATE_BRANCH}`;
const NOWHERE = "0".repeat(40);
/** Somebody else is just changing the branch. */
const IN_THE_WAY = /cannot lock ref|failed to update ref/;
/** How often somebody else may be faster before it is given up. */
const ATTEMPTS = 20;

/**
 * The branch `pipeline-state`, at origin or, where nobody else has to see it, in this repository alone. Neither the checkout
 * nor its index is touched.
 */
export function createGitStateBranch(
  root: string,
  environment: NodeJS.ProcessEnv,
  where: "origin" | "here",
): StateBranch {
  const run: RunGit = (args, input) => runGit(root, environment, args, input);
  const tipOf = (): Promise<string | undefined> =>
    where === "origin" ? tipAtOrigin(run, REFERENCE) : tipHere(run);
  return {
    read: async (name) => textAt(run, await tipOf(), name),
    change: async (name, change) => {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const tip = await tipOf();
        const before = await textAt(run, tip, name);
        const after = change(before);
        if (after === undefined || after === before) return before;
        const commit = await commitText(run, tip, { name, text: after });
        if (await swap(run, where, tip, commit)) return after;
      }
      throw new GitConflict(`${STATE_BRANCH} is changed all the time; ${name} could not be stored`, "");
    },
  };
}

const tipHere = async (run: RunGit): Promise<string | undefined> =>
  optionalText(await run(["rev-parse", "--verify", "--quiet", REFERENCE]));

async function textAt(run: RunGit, tip: string | undefined, name: string): Promise<string | undefined> {
  if (tip === undefined) return undefined;
  const { code, stdout } = await run(["cat-file", "blob", `${tip}:${name}`]);
  return code === 0 ? stdout : undefined;
}

/** Two equal changes in one second would be one commit, and both would believe that they were first: each gets a name. */
async function commitText(
  run: RunGit,
  tip: string | undefined,
  { name, text }: { readonly name: string; readonly text: string },
): Promise<string> {
  const blob = (await demand(run, ["hash-object", "-w", "--stdin"], text)).trim();
  const listed = tip === undefined ? "" : await demand(run, ["ls-tree", "-z", tip]);
  const others = listed.split("\0").filter((line) => line !== "" && !line.endsWith(`\t${name}`));
  const lines = [...others, `100644 blob ${blob}\t${name}`];
  const tree = (await demand(run, ["mktree", "-z"], lines.map((line) => `${line}\0`).join(""))).trim();
  const parent = tip === undefined ? [] : ["-p", tip];
  const message = `${name}\n\n${randomUUID()}`;
  return (await demand(run, [...OWN_IDENTITY, "commit-tree", tree, ...parent, "-m", message])).trim();
}

/** False where the branch is not what it was. */
async function swap(
  run: RunGit,
  where: "origin" | "here",
  before: string | undefined,
  after: string,
): Promise<boolean> {
  if (where === "here") {
    const { code, stderr } = await run(["update-ref", "--no-deref", REFERENCE, after, before ?? NOWHERE]);
    if (code === 0) return true;
    if ((await tipHere(run)) !== before || IN_THE_WAY.test(stderr)) return false;
    throw new GitFailure(`${STATE_BRANCH} could not be moved; nothing was changed`, stderr);
  }
  const lease = `--force-with-lease=${REFERENCE}:${before ?? ""}`;
  const { code, stderr } = await run(["push", "--quiet", lease, "origin", `${after}:${REFERENCE}`]);
  if (code === 0) return true;
  const seen = await tipAtOrigin(run, REFERENCE);
  if (seen === after) return true;
  if (seen !== before) return false;
  if (IN_THE_WAY.test(stderr)) return false;
  throw new GitFailure(`origin did not take ${STATE_BRANCH}: ${stderr.trim().split("\n").at(-1)}`, stderr);
}
