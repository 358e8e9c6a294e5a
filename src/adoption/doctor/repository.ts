import { CONFIG_FILE } from "../../prompts/layout.ts";
import type { Problem } from "../../prompts/problem.ts";
import { type Finding, failed, ok, skipped, warned } from "./finding.ts";

/** What git says about a checkout. */
export interface CheckoutFacts {
  readonly isRepository: boolean;
  /** `Name <mail>`; undefined where commits would have no author. */
  readonly identity: string | undefined;
  readonly isShallow: boolean;
  /** URL of origin without a password; undefined without an origin. */
  readonly remote: string | undefined;
  readonly branch: string | undefined;
  readonly head: string | undefined;
  readonly changedPaths: number;
  /** A merge, rebase or lock that somebody has to finish, in words. */
  readonly unfinished: string | undefined;
}

/** What its own files say. */
export interface ContentFacts {
  readonly hasConfig: boolean;
  readonly mainBranch: string;
  /** Of the configuration and the registry. */
  readonly problems: readonly Problem[];
  readonly tasks: number;
  /** Plans that a killed command left in the journal, for people. */
  readonly unfinishedPlans: readonly string[];
  /** The command that writes right now, for people. */
  readonly lockHolder: string | undefined;
}

export function judgeCheckout(facts: CheckoutFacts, { mainBranch }: ContentFacts): readonly Finding[] {
  if (!facts.isRepository) return [failed("repository", "this folder is not under git", "git init")];
  return [
    judgeIdentity(facts),
    judgeHistory(facts),
    judgeRemote(facts),
    judgeBranch(facts, mainBranch),
    facts.changedPaths === 0
      ? ok("changes", "everything is committed")
      : warned("changes", `${facts.changedPaths} paths are not committed`, "git status"),
    ...(facts.unfinished === undefined ? [] : [failed("unfinished", facts.unfinished, "git status")]),
  ];
}

function judgeIdentity({ identity }: CheckoutFacts): Finding {
  return identity === undefined
    ? warned(
        "identity",
        "git knows no name and mail; commits of commands would be gpt-pipeline-hub's",
        'git config --global user.name "Your Name" && git config --global user.email you@example.org',
      )
    : ok("identity", identity);
}

function judgeHistory({ isShallow, head }: CheckoutFacts): Finding {
  if (head === undefined)
    return warned("history", "there is no commit yet", 'git add . && git commit -m "chore: begin"');
  return isShallow
    ? failed(
        "history",
        "a shallow clone: --changed-since, bisect and promote need the history",
        "git fetch --unshallow",
      )
    : ok("history", `complete, at ${head.slice(0, 12)}`);
}

function judgeRemote({ remote }: CheckoutFacts): Finding {
  return remote === undefined
    ? warned("remote", "there is no origin, so that --push has no place to go", "git remote add origin URL")
    : ok("remote", remote);
}

function judgeBranch({ branch }: CheckoutFacts, mainBranch: string): Finding {
  if (branch === undefined) return warned("branch", "no branch is checked out", `git switch ${mainBranch}`);
  return ok(
    "branch",
    branch === mainBranch ? `${branch}, where promotions go` : `${branch}; promotions go to ${mainBranch}`,
  );
}

export function judgeContent(facts: ContentFacts): readonly Finding[] {
  return [judgeConfig(facts), judgeTasks(facts), judgeLock(facts), ...facts.unfinishedPlans.map(judgePlan)];
}

function judgeConfig({ hasConfig, problems }: ContentFacts): Finding {
  if (!hasConfig) return failed("config", `there is no ${CONFIG_FILE}`, "npx gpt-pipeline-hub init");
  const [first] = problems.filter(({ severity }) => severity === "error");
  if (first === undefined) return ok("config", `${CONFIG_FILE} and registry can be read`);
  const { file, line, column, found } = first;
  return failed("config", `${file}:${line}:${column}: ${found}`, "npm run validate");
}

function judgeTasks({ tasks }: ContentFacts): Finding {
  return tasks === 0
    ? skipped("tasks", "none yet: npm run new -- --task NAME --from data.csv --owner @org/team")
    : ok("tasks", `${tasks}`);
}

function judgeLock({ lockHolder }: ContentFacts): Finding {
  return lockHolder === undefined
    ? ok("lock", "no other command writes")
    : warned("lock", `another command is writing (${lockHolder})`, "wait for it to end");
}

const judgePlan = (summary: string): Finding =>
  warned("journal", `a killed command left ${summary} half done`, "npm run reconcile -- --fix");
