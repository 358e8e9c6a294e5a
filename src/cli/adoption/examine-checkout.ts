import type { CheckoutFacts } from "../../adoption/doctor/repository.ts";
import { optionalText, runGit } from "../../lifecycle/adapters/git/git-process.ts";
import type { Git } from "../../lifecycle/git.ts";
import { GitFailure } from "../../lifecycle/git.ts";
import type { CommandContext } from "../frame/command.ts";

const NO_REPOSITORY: CheckoutFacts = {
  isRepository: false,
  identity: undefined,
  isShallow: false,
  remote: undefined,
  branch: undefined,
  head: undefined,
  changedPaths: 0,
  unfinished: undefined,
};

/** What git says about the folder; where git does not start, as if there were no repository. */
export async function examineCheckout(
  { root, environment }: CommandContext,
  git: Git,
): Promise<CheckoutFacts> {
  const ask = async (...args: readonly string[]): Promise<string | undefined> =>
    optionalText(await runGit(root, environment, args));
  try {
    if ((await ask("rev-parse", "--is-inside-work-tree")) !== "true") return NO_REPOSITORY;
    const [name, mail, remote] = await Promise.all([
      ask("config", "user.name"),
      ask("config", "user.email"),
      ask("remote", "get-url", "origin"),
    ]);
    return {
      isRepository: true,
      identity: name === undefined || mail === undefined ? undefined : `${name} <${mail}>`,
      isShallow: await git.isShallow(),
      remote: remote === undefined ? undefined : withoutPassword(remote),
      branch: await git.branch(),
      head: await git.head(),
      changedPaths: (await git.dirtyPaths()).length,
      unfinished: await git.unfinished(),
    };
  } catch (error) {
    if (error instanceof GitFailure) return NO_REPOSITORY;
    throw error;
  }
}

const withoutPassword = (url: string): string => url.replace(/^([a-z+]+:\/\/)[^@/]*@/i, "$1");
