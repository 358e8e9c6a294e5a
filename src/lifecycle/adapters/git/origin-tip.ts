import { demand, type RunGit } from "./git-process.ts";

/**
 * The commit that a reference of origin stands on right now; it is known here afterwards, and nothing that this checkout remembers of
 * origin changes. Undefined where origin has no such reference. Throws `GitFailure` where origin does not answer.
 */
export async function tipAtOrigin(run: RunGit, reference: string): Promise<string | undefined> {
  // Git lists every reference that ends so.
  const listed = (await demand(run, ["ls-remote", "origin", reference])).split("\n");
  const tip = listed.map((line) => line.split("\t")).find(([, name]) => name === reference)?.[0];
  if (tip === undefined) return undefined;
  const isKnown = (await run(["cat-file", "-e", `${tip}^{commit}`])).code === 0;
  if (!isKnown) await demand(run, ["fetch", "--quiet", "--no-tags", "--refmap=", "origin", reference]);
  return tip;
}
